package dev.reliability.samples.containers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Docker Engine in a network namespace of its own, as the library's tests start it. */
final class Engine implements AutoCloseable {

    private static final Path SCRIPT = Path.of(
            "..",
            "..",
            "reliability-junit",
            "src",
            "test",
            "resources",
            "dev",
            "reliability",
            "internal",
            "docker",
            "engine.sh");

    private final Path directory =
            Path.of("/tmp/reliability-sample-docker-" + ProcessHandle.current().pid());
    private final Process process;

    Engine() throws IOException {
        String script = Files.readString(SCRIPT, StandardCharsets.UTF_8);
        String net = String.valueOf(ThreadLocalRandom.current().nextInt(256));
        process = new ProcessBuilder("bash", "-c", script, "dev.reliability.engine", directory.toString(), net)
                .redirectErrorStream(true)
                .start();
        String first = process.inputReader().readLine();
        if (!"ready".equals(first)) {
            throw new IOException("the engine does not start: " + first);
        }
    }

    /** Says what a machine lacks to run one; empty when nothing. */
    static String missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "root";
        }
        return Stream.of("dockerd", "docker", "busybox", "nft", "iptables", "ip")
                .filter(program -> Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/bin")
                        .noneMatch(place -> Files.isExecutable(Path.of(place, program))))
                .findFirst()
                .orElse("");
    }

    String address() {
        return "unix://" + directory.resolve("engine.sock");
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
