package dev.reliability.internal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that remembers a name, with a resolv.conf and a name server of its own, and users that do not remember it. */
class RealResolverIT {

    @TempDir
    private Path directory;

    @Test
    void samplesAndAlarmsSeeANameThatVanishesOrMovesThoughTheJvmRemembersIt() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root for namespaces");
        assumeTrue(run(List.of("unshare", "--mount", "--net", "ip", "link")).exit() == 0, "needs unshare and ip");
        Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        Files.writeString(directory.resolve("resolv.conf"), "nameserver 127.0.0.1\nsearch corp.example\n");

        Outcome outcome = run(List.of(
                "unshare",
                "--mount",
                "--net",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "sh",
                "-c",
                "ip link set lo up && mount --bind \"$1/hosts\" /etc/hosts"
                        + " && mount --bind \"$1/resolv.conf\" /etc/resolv.conf && shift && exec \"$@\"",
                "sh",
                directory.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                VanishingName.class.getName(),
                directory.toString()));

        assertThat(outcome.output())
                .contains("the JVM finds books/127.0.0.2")
                .contains("alarm before: State[firing=false")
                .contains("alarm after: State[firing=true")
                .contains("the JVM still finds books/127.0.0.2")
                .contains("vanished: FAILED FAILED: \"GET /\" was out for ")
                .contains("got name server 127.0.0.1:53 says NXDOMAIN to books.corp.example, books)")
                .contains("moved: PASSED")
                .contains("fresh was asked: true");
        assertThat(outcome.exit()).isZero();
    }

    private record Outcome(int exit, String output) {}

    private static Outcome run(List<String> command) throws InterruptedException {
        try {
            Path output = Files.createTempFile("rlt", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(3, TimeUnit.MINUTES)) {
                    process.destroy();
                }
                return new Outcome(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return new Outcome(-1, e.toString());
        }
    }
}
