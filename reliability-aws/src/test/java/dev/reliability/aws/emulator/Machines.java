package dev.reliability.aws.emulator;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Machines of this machine's namespaces: each has a network address, processes, a log and an OpenSSH server of its own, serves HTTP
 * on port 80, and can be powered off and on. They are made as the hosts of the Bookstore sample are, and end with this object, or with
 * this JVM however it ends.
 */
public final class Machines implements Hardware {

    private static final Path SCRIPTS = Path.of(
            "..",
            "samples",
            "bookstore",
            "src",
            "test",
            "resources",
            "dev",
            "reliability",
            "samples",
            "bookstore",
            "hosts");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FIRST = 11;

    private final Path directory;
    private final int number;
    private final int size;
    private final Process lab;

    /** Boots machines, and waits until they serve. */
    public Machines(int size) {
        this.size = size;
        try {
            directory = Files.createTempDirectory("reliability-sample-cloud-");
            number = freeNumber();
            write();
            lab = new ProcessBuilder("bash", directory.resolve("lab.sh").toString(), directory.toString(), "" + number)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("lab.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> all().allMatch(this::serves));
        // a port that accepts is no server yet that lets anybody in
        await().atMost(PATIENCE)
                .until(() -> all().allMatch(machine -> login(machine, "echo in").equals("in")));
    }

    private Stream<Integer> all() {
        return Stream.iterate(0, i -> i + 1).limit(size);
    }

    @Override
    public String address(int machine) {
        return "198.18." + number + "." + (FIRST + machine);
    }

    /** Returns the configuration with which the OpenSSH client gets in. */
    public Path sshConfiguration() {
        return directory.resolve("ssh_config");
    }

    /** Tells whether it lets users and operators in. */
    public boolean serves(int machine) {
        return answers(machine, 80) && answers(machine, 22);
    }

    private boolean answers(int machine, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address(machine), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void powerOff(int machine) {
        init(machine).ifPresent(ProcessHandle::destroyForcibly);
        await().until(() -> Files.notExists(directory.resolve("up").resolve(name(machine))));
    }

    @Override
    public void powerOn(int machine) {
        run(directory.resolve("power-on").toString(), name(machine));
    }

    /** The first process of a machine, as this machine sees it. */
    private Optional<ProcessHandle> init(int machine) {
        String script = directory.resolve("host.sh").toString();
        String host = directory.resolve("hosts").resolve(name(machine)).toString();
        return ProcessHandle.current()
                .descendants()
                .filter(process -> {
                    List<String> words =
                            process.info().arguments().map(List::of).orElse(List.of());
                    return words.size() == 3
                            && words.get(0).equals(script)
                            && words.get(1).equals(host);
                })
                .findFirst();
    }

    /** Returns what a command prints on a machine, without the end of its last line. */
    public String login(int machine, String command) {
        try {
            Process ssh = new ProcessBuilder(
                            "ssh",
                            "-F",
                            sshConfiguration().toString(),
                            "-o",
                            "BatchMode=yes",
                            "-o",
                            "ConnectTimeout=5",
                            "root@" + address(machine),
                            command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            ssh.getOutputStream().close();
            return new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(int machine) {
        return "cloud" + machine;
    }

    private void write() throws IOException {
        for (String script : List.of("lab.sh", "host.sh", "power-on")) {
            Files.copy(SCRIPTS.resolve(script), directory.resolve(script));
        }
        run("chmod", "755", directory.resolve("power-on").toString());
        key("key");
        Files.writeString(
                sshConfiguration(),
                """
                Host 198.18.%1$d.*
                  IdentityFile %2$s/key
                  IdentitiesOnly yes
                  UserKnownHostsFile %2$s/known_hosts
                  GlobalKnownHostsFile /dev/null
                """
                        .formatted(number, directory));
        StringBuilder known = new StringBuilder();
        for (int machine = 0; machine < size; machine++) {
            known.append(address(machine)).append(' ').append(write(machine));
        }
        Files.writeString(directory.resolve("known_hosts"), known);
    }

    private String write(int machine) throws IOException {
        Path host = directory.resolve("hosts").resolve(name(machine));
        Path etc = Files.createDirectories(host.resolve("etc"));
        Files.writeString(host.resolve("addresses"), address(machine) + "/24\n");
        Files.writeString(host.resolve("needs"), host + "\n");
        Files.writeString(etc.resolve("hosts"), "127.0.0.1 localhost\n");
        Files.writeString(etc.resolve("hostname"), name(machine) + "\n");
        Files.writeString(etc.resolve("resolv.conf"), "\n");
        Files.writeString(etc.resolve("nsswitch.conf"), "passwd: files\ngroup: files\nshadow: files\nhosts: files\n");
        Files.write(
                etc.resolve("passwd"),
                Files.readAllLines(Path.of("/etc/passwd")).stream()
                        .map(line -> line.startsWith("root:") ? "root:x:0:0:root:/run/root:/bin/bash" : line)
                        .toList());
        Files.writeString(host.resolve("service"), "exec python3 -m http.server 80\n");
        key("hosts/" + name(machine) + "/host_key");
        Files.copy(directory.resolve("key.pub"), host.resolve("authorized_keys"));
        Files.writeString(
                host.resolve("sshd_config"),
                """
                Port 22
                HostKey %1$s/host_key
                AuthorizedKeysFile %1$s/authorized_keys
                StrictModes no
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                UsePAM no
                PidFile none
                """
                        .formatted(host));
        return Files.readString(host.resolve("host_key.pub"));
    }

    private void key(String file) {
        run(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-C",
                "",
                "-f",
                directory.resolve(file).toString());
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + process.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freeNumber() throws IOException {
        int number;
        do {
            number = ThreadLocalRandom.current().nextInt(1, 255);
        } while (NetworkInterface.getByName("rl" + number) != null);
        return number;
    }

    @Override
    public void close() {
        try {
            lab.getOutputStream().close();
            if (!lab.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the machines do not end; their lab is process " + lab.pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
