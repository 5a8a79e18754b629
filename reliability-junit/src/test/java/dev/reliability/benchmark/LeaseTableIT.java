package dev.reliability.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.linux.NeedsNamespaces;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Five of each way to lose a part of what holds a fault, at random moments, in namespaces side by side. */
@NeedsNamespaces
class LeaseTableIT {

    /** Generous, as other work shares the machine; {@link LeaseBenchmark} asks for less. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    @Test
    @Timeout(900)
    void trafficFlowsAgainWhateverIsTakenAway() throws Exception {
        assertThat(LeaseBenchmark.run(5, Duration.ofMillis(1500), 4, SLACK)).isTrue();
    }
}
