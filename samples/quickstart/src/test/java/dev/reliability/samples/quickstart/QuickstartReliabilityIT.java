package dev.reliability.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.ManagedProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The price service goes down, and nobody notices. */
class QuickstartReliabilityIT {

    static final int SERVICE = PriceSystem.freePort();
    static final int REPLICA = PriceSystem.freePort();

    @ReliabilityTarget("service")
    static final ManagedProcess SERVICE_PROCESS = PriceSystem.instance("service", SERVICE);

    @ReliabilityTarget("replica")
    static final ManagedProcess REPLICA_PROCESS = PriceSystem.instance("replica", REPLICA);

    final PriceClient client = new PriceClient(List.of(PriceSystem.uri(SERVICE), PriceSystem.uri(REPLICA)));

    @SteadyStateProbe
    void usersSeeThePrice() throws Exception {
        assertThat(client.price()).isEqualTo("42");
    }

    @Test
    @ShutdownAttack(target = "service")
    void losingTheServiceIsNotNoticed() throws Exception {
        assertThat(client.price()).isEqualTo("42");
    }

    @Test
    @ShutdownAttack(target = "replica")
    void losingTheReplicaIsNotNoticed() {}
}
