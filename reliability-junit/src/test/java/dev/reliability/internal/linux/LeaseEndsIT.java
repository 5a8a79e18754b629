package dev.reliability.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.linux.Drill.Loss;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is killed, frozen or cut off, the fault ends and nothing of it stays. */
@NeedsNamespaces
class LeaseEndsIT {

    private static Drill drill;

    @BeforeAll
    static void lay() {
        drill = new Drill(Duration.ofSeconds(1));
    }

    @AfterAll
    static void clear() {
        if (drill != null) {
            drill.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void trafficFlowsAgainAndNothingIsLeft(Loss loss) {
        assertThat(drill.run(loss, false).loss()).isEqualTo(loss);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONTROLLER_KILLED", "AGENT_KILLED", "AGENT_FROZEN", "BOTH_FROZEN"})
    void theSameOverSsh(Loss loss) {
        assertThat(drill.run(loss, true).loss()).isEqualTo(loss);
    }
}
