package dev.reliability.internal.dns;

import dev.reliability.internal.time.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Looks hosts up as a new process on this machine would: in its hosts file, and else at the name servers of its resolv.conf.
 * Nothing is remembered, unlike in the JVM's own resolver. Where neither file is to be had (Windows), that one is asked.
 */
public final class SystemNames {

    private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final int DNS_PORT = 53;

    private final WatchedFile<HostsFile> hosts;
    private final @Nullable WatchedFile<ResolvConf> resolvConf;

    private SystemNames(WatchedFile<HostsFile> hosts, @Nullable WatchedFile<ResolvConf> resolvConf) {
        this.hosts = hosts;
        this.resolvConf = resolvConf;
    }

    private static final class Machine {

        static final SystemNames NAMES = ofMachine();

        private static SystemNames ofMachine() {
            // Where the JVM was given a hosts file, that is all that it knows.
            String given = System.getProperty("jdk.net.hosts.file", "");
            return given.isEmpty()
                    ? of(Path.of("/etc/hosts"), Path.of("/etc/resolv.conf"), System.getenv(), DNS_PORT)
                    : new SystemNames(new WatchedFile<>(Path.of(given), HostsFile::parse), null);
        }
    }

    /** Looks up in files of one's own, at name servers with a port of their own. */
    public static SystemNames of(Path hosts, Path resolvConf, Map<String, String> environment, int port) {
        return new SystemNames(
                new WatchedFile<>(hosts, HostsFile::parse),
                new WatchedFile<>(resolvConf, text -> ResolvConf.parse(text, environment, hostName(), port)));
    }

    /** Returns the lookup of a host on this machine. */
    public static HostLookup ofMachine(String host) {
        return System.getProperty("os.name").startsWith("Windows") ? ofJvm(host) : Machine.NAMES.lookup(host);
    }

    /** Returns the lookup of a host in the JVM's own resolver, which remembers. */
    public static HostLookup ofJvm(String host) {
        return timeout -> CompletableFuture.supplyAsync(() -> byJvm(host), Threads.backEnds());
    }

    /** Returns the lookup of a host. */
    public HostLookup lookup(String host) {
        if (isAddress(host)) {
            return timeout -> CompletableFuture.completedFuture(byJvm(host));
        }
        return timeout -> look(host, timeout);
    }

    private CompletableFuture<List<InetAddress>> look(String host, Duration timeout) {
        List<InetAddress> listed = hosts.content().addresses(host);
        if (listed.isEmpty() && isLocal(host)) {
            listed = byJvm("localhost");
        }
        if (!listed.isEmpty()) {
            return CompletableFuture.completedFuture(Families.ordered(listed));
        }
        return resolvConf == null
                ? CompletableFuture.failedFuture(new DnsException("hosts file " + hosts.path() + " has no " + host))
                : new StubResolver(resolvConf.content(), host, timeout).addresses();
    }

    /** Tells whether a host is an IP address, in any of its writings: {@code 127.1} is one as well. */
    private static boolean isAddress(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    private static boolean isLocal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.endsWith(".localhost");
    }

    private static List<InetAddress> byJvm(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new CompletionException(new DnsException("unknown host " + host));
        }
    }

    private static String hostName() {
        try {
            return Files.readString(KERNEL_NAME).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
