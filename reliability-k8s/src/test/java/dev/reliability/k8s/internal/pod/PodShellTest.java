package dev.reliability.k8s.internal.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.k8s.internal.client.Access;
import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.standin.StandInCluster;
import dev.reliability.spi.SharedClients;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands in a pod: all that is said to them reaches them, however fast it comes. */
@Timeout(300)
class PodShellTest {

    private static final int CHUNKS = 512;
    private static final byte[] CHUNK = "x".repeat(8_192).getBytes(StandardCharsets.UTF_8);

    private final StandInCluster cluster = new StandInCluster();

    @TempDir
    private Path directory;

    private PodShell shell;

    @BeforeEach
    void open() {
        cluster.pod("default", "web", "web");
        await().until(() -> cluster.readyPods("default", "web").size() == 1);
        Cluster client = Cluster.of(new Access(cluster.kubeconfig(directory).toString(), ""));
        shell = new PodShell(
                Guest.of(
                        client,
                        client.pod("default", "web").orElseThrow(),
                        "shell",
                        "registry.example/agent:1",
                        Guest.Rank.ROOT,
                        Optional.empty()),
                Duration.ofMinutes(10));
        shell.open();
    }

    @AfterEach
    void close() {
        shell.close();
        SharedClients.closeAll();
        cluster.close();
    }

    /** More than all buffers on the way hold, to a command that reads late. */
    @Test
    void hearsAllThatIsSaidFasterThanItReads() throws IOException {
        long bytes = (long) CHUNKS * CHUNK.length;
        try (ShellSession session = shell.start(
                ShellCommand.script("sleep 0.3; head -c \"$1\" | wc -c").withArguments(String.valueOf(bytes)))) {
            for (int i = 0; i < CHUNKS; i++) {
                session.input().write(CHUNK);
            }
            assertThat(output(session)).isEqualTo(bytes + "\n");
        }
    }

    @Test
    void hearsWhatIsSaidAtOnceAfterItBegan() throws IOException {
        String filler = "# " + "x".repeat(20_000) + "\n";
        for (int i = 0; i < Integer.getInteger("sessions", 20); i++) {
            try (ShellSession session =
                    shell.start(ShellCommand.script(filler + "for i in 1 2 3; do read -r l; echo \"$l\"; done"))) {
                for (int j = 0; j < 3; j++) {
                    session.input().write(("line " + j + "\n").getBytes(StandardCharsets.UTF_8));
                }
                assertThat(output(session)).as("session %d", i).isEqualTo("line 0\nline 1\nline 2\n");
            }
        }
    }

    private static String output(ShellSession session) throws IOException {
        return new String(session.output().readAllBytes(), StandardCharsets.UTF_8);
    }
}
