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

/**
 * A Docker Engine in a network namespace of its own, for tests; it ends with this JVM, however that ends. Needs root, and what
 * {@link NeedsDocker} looks for. It needs nothing but the JDK and is in the jar of tests, for tests of other modules.
 */
public final class OwnEngine implements AutoCloseable {

    /** The image that it has: busybox. */
    public static final String IMAGE = "reliability-sample:busybox";

    private final Path directory =
            Path.of("/tmp/reliability-sample-docker-" + ProcessHandle.current().pid() + "-"
                    + Long.toHexString(ThreadLocalRandom.current().nextLong() >>> 40));
    private final String net = "198.19." + ThreadLocalRandom.current().nextInt(256);
    private final Optional<String> refusal;

    /** Nothing but its standard input holds it: that must not be collected. */
    private final Process process;

    /** Starts one; whether that worked, {@link #refusal()} says. */
    public OwnEngine() {
        try (InputStream script = OwnEngine.class.getResourceAsStream("engine.sh")) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            process = new ProcessBuilder(
                            "bash",
                            "-c",
                            text,
                            "dev.reliability.engine",
                            directory.toString(),
                            net.substring(net.lastIndexOf('.') + 1))
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

    /** Says why it does not run. */
    public Optional<String> refusal() {
        return refusal;
    }

    /** Where it is. */
    public String address() {
        return "unix://" + directory.resolve("engine.sock");
    }

    /** The address of this machine, as containers see it. */
    public String machine() {
        return net + ".253";
    }

    /** The process of the engine itself. */
    public ProcessHandle daemon() {
        try {
            long pid = Long.parseLong(
                    Files.readString(directory.resolve("engine.pid")).strip());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command of its own client, with success, and returns what it printed. */
    public String docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", address()));
        command.addAll(List.of(words));
        return said(command);
    }

    private static String said(List<String> command) {
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
    public void web(String name, String... options) {
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
    public String ip(String name) {
        return docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", name);
    }

    /** What it says of a container's state. */
    public String state(String name, String field) {
        return docker("inspect", "--format", "{{.State." + field + "}}", name);
    }

    /** Runs a command in a container, past the code under test; tells whether it succeeded. */
    public boolean in(String name, String... command) {
        List<String> words = new ArrayList<>(List.of("exec", name));
        words.addAll(List.of(command));
        try {
            docker(words.toArray(String[]::new));
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** Removes containers, if they are there. */
    public void remove(String... names) {
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

    /** Gives it an image with what a helper needs, made of the programs of this machine; returns its name. */
    public synchronized String helperImage() {
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
        said(List.of("bash", "-c", script, "helper", directory.toString(), image));
        return image;
    }

    /** Ends it and takes away all that it made. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
