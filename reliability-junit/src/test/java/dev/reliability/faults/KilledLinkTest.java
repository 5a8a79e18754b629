package dev.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.link.fault.Caller;
import dev.reliability.internal.link.fault.Echoes;
import dev.reliability.local.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A link, what is done to it and what proves it end with the JVM that was killed. */
@Timeout(90)
class KilledLinkTest {

    @TempDir
    Path directory;

    private Echoes database;
    private Caller application;
    private Process controller;

    @BeforeEach
    void begin() throws IOException {
        database = new Echoes();
        application = Caller.start(Caller.describe());
        controller = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedLink.class.getName(),
                        directory.toString(),
                        database.address()))
                .redirectErrorStream(true)
                .start();
    }

    @AfterEach
    void end() throws IOException {
        controller.destroyForcibly();
        application.close();
        database.close();
    }

    @Test
    void killed() throws Exception {
        int port = controller
                .inputReader()
                .lines()
                .filter(line -> line.startsWith("port="))
                .map(line -> Integer.parseInt(line.substring("port=".length())))
                .findFirst()
                .orElseThrow();
        assertThat(application.call(port)).isEqualTo("silent");
        List<ProcessHandle> helpers = controller.descendants().toList();
        assertThat(helpers).as("the witness, at least").isNotEmpty();

        controller.destroyForcibly().waitFor();

        assertThat(application.call(port)).isEqualTo("refused");
        await().until(() -> helpers.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(application.call(database.port())).startsWith("echoed");
        try (Link link = Link.to(database.address())) {
            ExperimentResult next = Reliability.experiment("next")
                    .property("reliability.state", directory.resolve("state").toString())
                    .property(
                            "reliability.reports", directory.resolve("reports").toString())
                    .target("db", link)
                    .attack(FaultSpec.of("blackhole", "db").duration("1s"))
                    .evaluate(
                            () -> assertThat(application.call(link.port(), 200)).isEqualTo("silent"));
            assertThat(next.message()).startsWith("PASSED");
        }
    }
}
