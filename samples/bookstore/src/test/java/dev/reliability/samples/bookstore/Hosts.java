package dev.reliability.samples.bookstore;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Bookstore on hosts of its own: blue, green, the database and the CDN are machines with a network address, processes, a
 * log and an OpenSSH server each, and PowerDNS moves {@code bookstore.example} to green when blue is not healthy. All are
 * namespaces of this machine and end with this object, or with this JVM however it ends.
 */
final class Hosts implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> PATHS = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin");

    private final HostsPlan plan;
    private final @Nullable Process lab;

    private Hosts(HostsPlan plan, @Nullable Process lab) {
        this.plan = plan;
        this.lab = lab;
    }

    /** Says in one line what this machine lacks. */
    static Optional<String> missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("needs root to make hosts of namespaces");
        }
        for (String[] need : new String[][] {
            {"unshare", "util-linux"},
            {"nsenter", "util-linux"},
            {"ip", "iproute2"},
            {"nft", "nftables"},
            {"sshd", "openssh-server"},
            {"ssh", "openssh-client"},
            {"poweroff", "systemd-sysv"},
            {"pdns_server", "pdns-server"}
        }) {
            if (PATHS.stream().noneMatch(path -> Files.isExecutable(Path.of(path, need[0])))) {
                return Optional.of("needs " + need[0] + " (package " + need[1] + ")");
            }
        }
        if (!succeeds("pdns_server", "--no-config", "--launch=bind", "--config=check")) {
            return Optional.of("needs PowerDNS with zone files (package pdns-backend-bind)");
        }
        if (!succeeds(
                "unshare",
                "--net",
                "--pid",
                "--mount",
                "--fork",
                "--mount-proc",
                "ip",
                "link",
                "add",
                "name",
                "lan",
                "type",
                "bridge")) {
            return Optional.of("needs the right to make namespaces, and bridges in the kernel");
        }
        return succeeds("unshare", "--net", "nft", "list", "tables")
                ? Optional.empty()
                : Optional.of("needs nf_tables in the kernel");
    }

    /** What is done to a plan before its hosts are booted. */
    interface Preparation {
        void of(HostsPlan plan) throws IOException, InterruptedException;
    }

    /** Boots all hosts, and waits until blue serves users and green could. */
    static Hosts boot() {
        return boot(plan -> {});
    }

    /** The same after some preparation. */
    static Hosts boot(Preparation preparation) {
        try {
            HostsPlan plan = new HostsPlan(Files.createTempDirectory("reliability-sample-hosts-"), freeNumber());
            plan.write();
            preparation.of(plan);
            Process lab = new ProcessBuilder(
                            "bash",
                            plan.directory().resolve("lab.sh").toString(),
                            plan.directory().toString(),
                            Integer.toString(plan.number()))
                    .redirectErrorStream(true)
                    .redirectOutput(plan.directory().resolve("lab.log").toFile())
                    .start();
            Hosts hosts = new Hosts(plan, lab);
            try {
                hosts.awaitService();
            } catch (RuntimeException e) {
                String said = hosts.said();
                hosts.close();
                throw new IllegalStateException("the hosts did not come up:\n" + said, e);
            }
            return hosts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Hosts that another process booted, and ends. */
    static Hosts known(HostsPlan plan) {
        return new Hosts(plan, null);
    }

    HostsPlan plan() {
        return plan;
    }

    String address(String host) {
        return plan.address(host);
    }

    /** Those of some addresses or names to which a connection from one of the hosts is made within a second. */
    List<String> reached(String from, List<String> to, int port) {
        String tries = to.stream()
                .map(address ->
                        "timeout 1 bash -c ': </dev/tcp/%1$s/%2$d' 2>/dev/null && echo %1$s &".formatted(address, port))
                .collect(Collectors.joining(" "));
        return login(from, tries + " wait").lines().sorted().toList();
    }

    /** What a command prints on one of the hosts. */
    String login(String host, String command) {
        try {
            Process ssh = new ProcessBuilder(
                            "ssh",
                            "-F",
                            plan.sshConfiguration().toString(),
                            "-o",
                            "BatchMode=yes",
                            "-o",
                            "ConnectTimeout=5",
                            "root@" + address(host),
                            command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            ssh.getOutputStream().close();
            String output = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            ssh.waitFor();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Cuts the power of a host. */
    void powerOff(String host) {
        Path up = plan.directory().resolve("up").resolve(HostsPlan.shortName(host));
        init(host).ifPresent(ProcessHandle::destroyForcibly);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> Files.notExists(up));
    }

    /** Presses the power button of a host. */
    void powerOn(String host) {
        if (!succeeds(plan.powerButton().toString(), HostsPlan.shortName(host))) {
            throw new IllegalStateException(host + " does not start");
        }
    }

    /** The first process of a host, as this machine sees it. */
    private Optional<ProcessHandle> init(String host) {
        String script = plan.directory().resolve("host.sh").toString();
        String directory = plan.directory()
                .resolve("hosts")
                .resolve(HostsPlan.shortName(host))
                .toString();
        return ProcessHandle.current()
                .descendants()
                .filter(process -> {
                    List<String> words =
                            process.info().arguments().map(List::of).orElse(List.of());
                    return words.size() == 3
                            && words.get(0).equals(script)
                            && words.get(1).equals(directory);
                })
                .findFirst();
    }

    /** Boots the name server anew, which then answers so; waits until it answers with blue. */
    void answerBy(HostsPlan.FrontDoor how) {
        try {
            powerOff(HostsPlan.DNS);
            plan.answerBy(how);
            powerOn(HostsPlan.DNS);
            awaitService();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitService() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .failFast("the lab ended", () -> lab == null || !lab.isAlive())
                .until(() -> healthy("bookstore-api-blue")
                        && healthy("bookstore-api-green")
                        && HostsPlan.WITH_SSH.stream().allMatch(this::letsIn)
                        // PowerDNS begins to look when it is asked first, and may answer with green until then
                        && answersBlue());
    }

    private boolean answersBlue() {
        try {
            return DnsAnswers.first("bookstore.example", address(HostsPlan.DNS)).equals(address("bookstore-api-blue"));
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private boolean healthy(String api) {
        try {
            URI health = URI.create("http://" + address(api) + "/health");
            return HttpGet.get(health, Duration.ofMillis(500), Duration.ofSeconds(1))
                            .status()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean letsIn(String host) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address(host), 22), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String said() {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(plan.directory().resolve("log"))) {
            for (Path file : Stream.concat(Stream.of(plan.directory().resolve("lab.log")), files)
                    .toList()) {
                text.append(file.getFileName())
                        .append(":\n")
                        .append(Files.readString(file))
                        .append('\n');
            }
        } catch (IOException | UncheckedIOException e) {
            text.append(e);
        }
        return text.toString();
    }

    private static int freeNumber() throws IOException {
        int number;
        do {
            number = ThreadLocalRandom.current().nextInt(1, 255);
        } while (NetworkInterface.getByName("rl" + number) != null);
        return number;
    }

    private static boolean succeeds(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                output.lines().forEach(line -> {});
            }
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        if (lab == null) {
            return;
        }
        try {
            lab.getOutputStream().close();
            if (!lab.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the hosts do not end; their lab is process " + lab.pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
