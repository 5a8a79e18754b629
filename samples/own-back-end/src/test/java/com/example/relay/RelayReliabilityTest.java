package com.example.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.junit.ExpectAlarm;
import dev.reliability.junit.ExpectFailover;
import dev.reliability.junit.Failover;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.ManagedProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a user of this back end writes. */
@SteadyState(http = "http://127.0.0.1:${relay.port}/", outage = "5s")
class RelayReliabilityTest {

    private static final int PORT = Relays.freePort();

    @ReliabilityTarget("relay process")
    static final ManagedProcess PROCESS = Relays.relay(PORT);

    @ReliabilityTarget("relay")
    static final String ADDRESS = Relays.address(PORT);

    @ReliabilityProperty("relay.port")
    static final int RELAY_PORT = PORT;

    @ReliabilityProperty("relay.address")
    static final String SIGNAL = ADDRESS;

    @Test
    @UpstreamLossAttack(target = "relay", duration = "20s")
    @ExpectFailover(signal = "${relay.address}", from = "a", to = "b", within = "10s")
    @ExpectAlarm(alarm = "${relay.address}", within = "10s")
    void losingAnUpstreamIsSurvived(Failover failover) throws Exception {
        failover.await();
        assertThat(Relays.ask(PORT, "/")).isEqualTo("from b");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(Relays.ask(PORT, "/faults/upstream-loss")).isEqualTo("0 hits by nobody");
    }
}
