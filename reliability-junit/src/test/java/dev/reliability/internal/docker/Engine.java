package dev.reliability.internal.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The Docker Engine of this JVM's tests, in a network namespace of its own; it ends with the JVM, however that ends. */
public final class Engine {

    /** The image that the engine has: busybox. */
    public static final String IMAGE = "reliability-sample:busybox";

    private static final Engine SHARED = new Engine();

    private final Path directory =
            Path.of("/tmp/reliability-sample-docker-" + ProcessHandle.current().pid() + "-"
                    + Long.toHexString(ThreadLocalRandom.current().nextLong() >>> 40));
    private final Optional<String> refusal;

    /** Nothing but its standard input holds it: that must not be collected. */
    private final Process process;

    private Engine() {
        try (InputStream script = Engine.class.getResourceAsStream("engine.sh")) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            String net = String.valueOf(ThreadLocalRandom.current().nextInt(256));
            process = new ProcessBuilder("bash", "-c", text, "dev.reliability.engine", directory.toString(), net)
                    .redirectErrorStream(true)
                    .start();
            String first = process.inputReader().readLine();
            refusal = "ready".equals(first)
                    ? Optional.empty()
                    : Optional.of("a Docker Engine, which does not start: " + first);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says why there is none. */
    static Optional<String> refusal() {
        return SHARED.refusal;
    }

    /** Where it is. */
    public static String address() {
        return "unix://" + SHARED.directory.resolve("engine.sock");
    }

    /** Runs a command of its own client, with success, and returns what it printed. */
    public static String docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", address()));
        command.addAll(List.of(words));
        try {
            Process client =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            client.getOutputStream().close();
            String text = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!client.waitFor(60, TimeUnit.SECONDS) || client.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + text);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts a container with a web server, whose clients see what comes and goes by its network. */
    public static void web(String name, String... options) {
        List<String> words = new ArrayList<>(List.of("run", "--detach", "--name", name));
        words.addAll(List.of(options));
        words.addAll(List.of(
                IMAGE,
                "sh",
                "-c",
                "echo hello >/tmp/index.html; echo $0 serves; trap 'exit 0' TERM; httpd -f -p 80 -h /tmp & wait",
                name));
        docker(words.toArray(String[]::new));
    }

    /** The address of a container in the default network. */
    public static String ip(String name) {
        return docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", name);
    }

    /** What the engine says of a container's state. */
    public static String state(String name, String field) {
        return docker("inspect", "--format", "{{.State." + field + "}}", name);
    }

    /** Runs a command in a container, past the code under test; tells whether it succeeded. */
    public static boolean in(String name, String... command) {
        List<String> words = new ArrayList<>(List.of("exec", name));
        words.addAll(List.of(command));
        try {
            docker(words.toArray(String[]::new));
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** The tables of the packet filter in a container's network, seen by a program of the machine. */
    public static List<String> tables(String name) {
        try {
            Process nft = new ProcessBuilder(
                            "nsenter", "--target", state(name, "Pid"), "--net", "nft", "list", "tables")
                    .redirectErrorStream(true)
                    .start();
            nft.getOutputStream().close();
            String text = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> line.contains(" rl_")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often the kernel held the processes of a container back because they had used the processors that they are given. */
    public static long throttled(String id) {
        for (Path root : List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/cpu"))) {
            try (Stream<Path> groups = Files.list(root)) {
                Optional<Path> file = groups.map(group -> group.resolve(id).resolve("cpu.stat"))
                        .filter(Files::exists)
                        .findFirst();
                if (file.isPresent()) {
                    return Files.readAllLines(file.get()).stream()
                            .filter(line -> line.startsWith("nr_throttled "))
                            .mapToLong(line -> Long.parseLong(line.substring("nr_throttled ".length())))
                            .findFirst()
                            .orElse(0);
                }
            } catch (IOException e) {
                // then they are elsewhere
            }
        }
        throw new IllegalStateException("no control group of " + id);
    }

    /** Removes containers, if they are there. */
    public static void remove(String... names) {
        List<String> words = new ArrayList<>(List.of("rm", "--force", "--volumes"));
        words.addAll(List.of(names));
        try {
            docker(words.toArray(String[]::new));
        } catch (IllegalStateException e) {
            if (!String.valueOf(e.getMessage()).contains("No such container")) {
                throw e;
            }
        }
    }

    /** Gives the engine an image with what a helper needs, made of the programs of this machine; returns its name. */
    public static synchronized String helperImage() {
        String script =
                """
                cd "$1" && mkdir -p helper/run helper/tmp helper/proc helper/dev helper/sys helper/etc
                for name in bash cat head date getent getconf grep timeout flock nft readlink tr sort rm rmdir mkdir uname nproc df \
                  env kill ps renice sleep true printf ls; do
                  program=$(type -P "$name") || continue
                  for file in "$program" $(ldd "$program" | grep -oE '/[^ ]+'); do
                    install -D "$(readlink -f "$file")" "helper$file"
                  done
                done
                install -D -t helper/lib/x86_64-linux-gnu /lib/*-linux-gnu/libnss_files.so.2 /lib/*-linux-gnu/libnss_dns.so.2 2>/dev/null
                mkdir -p helper/bin helper/sbin
                ln -sf /usr/bin/bash helper/bin/sh
                tar -C helper -c . | docker -H "unix://$1/engine.sock" import --change 'ENV PATH=/usr/sbin:/usr/bin:/sbin:/bin' - "$2"
                """;
        String image = "reliability-sample:helper";
        try {
            Process making = new ProcessBuilder("bash", "-c", script, "helper", SHARED.directory.toString(), image)
                    .redirectErrorStream(true)
                    .start();
            making.getOutputStream().close();
            String text = new String(making.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (making.waitFor() != 0) {
                throw new IllegalStateException(text);
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
