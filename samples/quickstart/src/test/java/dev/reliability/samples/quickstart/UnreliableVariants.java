package dev.reliability.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.junit.ProcessKillAttack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.ManagedProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What must never be green. Not run by the build as tests: {@link UnreliableVariantsTest} runs each and reads its verdict. */
final class UnreliableVariants {

    private UnreliableVariants() {}

    /** A client that knows only one instance. */
    static class NaiveClient {

        static final int SERVICE = PriceSystem.freePort();

        @ReliabilityTarget("service")
        static final ManagedProcess SERVICE_PROCESS = PriceSystem.instance("service", SERVICE);

        final PriceClient client = new PriceClient(List.of(PriceSystem.uri(SERVICE)));

        @SteadyStateProbe(name = "the price", outage = "100ms")
        void usersSeeThePrice() throws Exception {
            assertThat(client.price()).isEqualTo("42");
        }

        @Test
        @ShutdownAttack(target = "service")
        void losingTheServiceIsNotNoticed() {}
    }

    /** A system that was sick before the test. */
    static class SickBefore {

        @ReliabilityTarget("service")
        static final ManagedProcess SERVICE_PROCESS = PriceSystem.instance("service", PriceSystem.freePort());

        @SteadyStateProbe(name = "the price")
        boolean usersSeeThePrice() {
            return false;
        }

        @Test
        @ShutdownAttack(target = "service")
        void losingTheServiceIsNotNoticed() {}
    }

    /** A fault that has no effect: the service survives a hang-up signal. */
    static class FaultWithoutEffect {

        @ReliabilityTarget("service")
        static final ManagedProcess SERVICE_PROCESS = PriceSystem.instance("service", PriceSystem.freePort());

        @Test
        @ProcessKillAttack(target = "service", signal = "QUIT", duration = "1s")
        void aThreadDumpIsNotNoticed() {
            assertThat(SERVICE_PROCESS.isAlive()).isTrue();
        }
    }

    /** A test that cannot be run as it is written. */
    static class MistypedTarget {

        @ReliabilityTarget("service")
        static final ManagedProcess SERVICE_PROCESS = PriceSystem.instance("service", PriceSystem.freePort());

        @Test
        @ShutdownAttack(target = "servcie", delay = "-1s")
        void losingTheServiceIsNotNoticed() {}
    }
}
