package dev.reliability.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.linux.Reach;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault on hosts, as experiments ask for it, bites, spares what it is not aimed at, and is gone afterwards. */
@Timeout(120)
class HostAttacksIT {

    @TempDir
    private static Path directory;

    private static Lab lab;

    @BeforeAll
    static void lay() {
        Net.require();
        lab = new Lab(directory);
    }

    @AfterAll
    static void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(lab.left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void blackhole(String way) throws Exception {
        ExperimentResult result = lab.experiment(way)
                .attack(FaultSpec.blackhole("blue").list("addresses", List.of(Net.PEER)).duration("2s"))
                .run(() -> {
                    assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.SILENT);
                    assertThat(lab.reach(Net.OTHER, Lab.PORT)).isEqualTo(Reach.CONNECTED);
                });
        assertThat(result.faults().get(0).bite()).contains("of " + Net.PEER + " dropped");
        assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.CONNECTED);
    }
}
