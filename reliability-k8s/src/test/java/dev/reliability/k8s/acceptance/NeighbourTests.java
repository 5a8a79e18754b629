package dev.reliability.k8s.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.cli.Main;
import dev.reliability.spi.SharedClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A pod that is attacked, one that it asks, and one that nobody should notice. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class NeighbourTests {

    static final int PORT = 7007;
    static final int OTHER_PORT = 7008;

    @TempDir
    Path directory;

    private Lab lab;

    abstract Lab open(Path scratch) throws IOException;

    /** Lets the pods offer what the tests ask for. */
    abstract void furnish(Lab opened);

    abstract boolean reachesDb();

    /** Whatever happened, nothing may be in force or run afterwards. */
    abstract void assertGone();

    @BeforeAll
    void build(@TempDir Path scratch) throws IOException {
        lab = open(scratch);
        List.of("web", "db", "other").forEach(lab::pod);
        furnish(lab);
    }

    @AfterAll
    void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void closeClients() {
        SharedClients.closeAll();
    }

    final Lab lab() {
        return lab;
    }

    final String web() {
        return "k8s:" + lab.namespace() + "/app=web";
    }

    /** Freezes a controller under whose fault the pod is, and sweeps from a machine that knows nothing of the run. */
    final void sweepFromElsewhere(Duration start, Duration soon, String... more) throws Exception {
        Process controller = Controller.blackhole(
                lab,
                directory.resolve("frozen"),
                web(),
                lab.address("db"),
                Stream.concat(Stream.of(more), Stream.of("reliability.lease=60s"))
                        .toArray(String[]::new));
        try (BufferedReader lines = controller.inputReader()) {
            await().atMost(start).until(() -> "BEGUN".equals(lines.readLine()));
            await().atMost(soon).until(() -> !reachesDb());
            new ProcessBuilder("kill", "-STOP", String.valueOf(controller.pid()))
                    .start()
                    .waitFor();
            int exit = Main.run(
                    "sweep",
                    "--state",
                    directory.resolve("another").toString(),
                    "-D",
                    "KUBECONFIG=" + lab.kubeconfig(),
                    "--target",
                    web());
            assertThat(exit).isZero();
            assertGone();
        } finally {
            controller.destroyForcibly();
        }
    }
}
