package dev.reliability.internal.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Network namespaces of a test: a host that is attacked, a peer with several addresses, a container behind the host.
 *
 * <p>Everything begins with {@code rlt-} and is removed by {@link #close()}, and when the JVM ends otherwise.
 */
public final class Net implements AutoCloseable {

    /** Addresses of the peer; the first is what tests attack, the second what they spare. */
    public static final String PEER = "198.18.77.2";

    public static final String OTHER = "198.18.77.3";
    public static final String PEER6 = "fd77::2";
    public static final String OTHER6 = "fd77::3";
    /** The host's own address on the link to the peer. */
    public static final String HOST = "198.18.77.1";

    public final String host;
    public final String peer;
    public final String container;
    private final List<String> namespaces = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private final Thread atExit = new Thread(this::remove, "rlt-cleanup");

    public Net() {
        String id = "rlt-%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
        host = id + "-h";
        peer = id + "-p";
        container = id + "-c";
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            for (String name : List.of(host, peer, container)) {
                namespaces.add(name);
                ip("netns add " + name);
                ip("-n " + name + " link set lo up");
            }
            link(host, "toPeer", peer, "toHost");
            address(host, "toPeer", HOST + "/24", "fd77::1/64");
            address(peer, "toHost", PEER + "/24", OTHER + "/24", PEER6 + "/64");
            // deprecated, so that the peer speaks as its first address unless asked for the second
            ip("-n " + peer + " addr add " + OTHER6 + "/64 dev toHost nodad preferred_lft 0");
            link(host, "toBox", container, "toHost");
            address(host, "toBox", "198.18.78.1/24", "fd78::1/64");
            address(container, "toHost", "198.18.78.2/24", "fd78::2/64");
            ip("-n " + container + " route add default via 198.18.78.1");
            ip("-n " + container + " -6 route add default via fd78::1");
            ip("-n " + peer + " route add 198.18.78.0/24 via " + HOST);
            ip("-n " + peer + " -6 route add fd78::/64 via fd77::1");
            in(
                    host,
                    "sh",
                    "-c",
                    "echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static void link(String from, String device, String to, String otherDevice) {
        ip("-n %s link add %s type veth peer name %s netns %s".formatted(from, device, otherDevice, to));
        ip("-n " + from + " link set " + device + " up");
        ip("-n " + to + " link set " + otherDevice + " up");
    }

    private static void address(String namespace, String device, String... addresses) {
        for (String address : addresses) {
            ip("-n %s addr add %s dev %s%s"
                    .formatted(namespace, address, device, address.contains(":") ? " nodad" : ""));
        }
    }

    /** Puts a file into the namespace's private /etc; written in place so that running processes see it. */
    public static void etc(String namespace, String name, String content) {
        try {
            Path directory = Files.createDirectories(Path.of("/etc/netns", namespace));
            Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a process in a namespace that ends with this object. */
    public Process start(String namespace, List<String> command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(command);
        try {
            Process process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command in a namespace, with success, and returns its output. */
    public static String in(String namespace, String... command) {
        String[] words = new String[command.length + 4];
        System.arraycopy(new String[] {"ip", "netns", "exec", namespace}, 0, words, 0, 4);
        System.arraycopy(command, 0, words, 4, command.length);
        return must(words);
    }

    private static void ip(String arguments) {
        must(Stream.concat(Stream.of("ip"), Stream.of(arguments.split(" ", -1))).toArray(String[]::new));
    }

    private static String must(String... command) {
        Outcome outcome = run(command);
        if (outcome.exit() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + outcome.text());
        }
        return outcome.text();
    }

    static Outcome run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1, text);
        } catch (IOException e) {
            return new Outcome(-1, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(-1, e.toString());
        }
    }

    record Outcome(int exit, String text) {}

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the JVM ends and the hook does the work
        }
        remove();
    }

    private void remove() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        for (String namespace : namespaces) {
            run("sh", "-c", "for p in $(ip netns pids \"$0\"); do kill -9 $p; done", namespace);
            run("ip", "netns", "del", namespace);
            deleteTree(Path.of("/etc/netns", namespace));
        }
    }

    private static void deleteTree(Path directory) {
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
