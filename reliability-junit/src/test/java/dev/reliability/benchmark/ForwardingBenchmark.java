package dev.reliability.benchmark;

import dev.reliability.internal.linux.GivenSpec;
import dev.reliability.internal.linux.Lease;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.linux.NetworkFault;
import dev.reliability.internal.linux.NetworkPlan;
import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a host forwards to an address that is spared while others are blocked: none, one, and 10,000, by a blackhole and by
 * iptables with one rule per address. The ways take turns, and the sender counts by its CPU time, which pays for what the
 * host does to its packets, so that what else runs on the machine makes little difference.
 *
 * <p>Arguments: rounds (15), milliseconds of each measurement (500). Needs iptables for its part of the table.
 */
public final class ForwardingBenchmark {

    private static final int PORT = 7300;
    private static final int MANY = 10_000;

    private ForwardingBenchmark() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
        String millis = arguments.length > 1 ? arguments[1] : "500";
        try (Net net = new Net();
                Shell host = new NetnsShell(net.host)) {
            sink(net);
            Map<String, Supplier<Runnable>> ways = new LinkedHashMap<>();
            ways.put("nothing blocked", () -> () -> {});
            ways.put("blackhole of 1 address", () -> blackhole(host, 1));
            ways.put("blackhole of 10,000 addresses", () -> blackhole(host, MANY));
            if (host.run(ShellCommand.script("command -v iptables-restore")).succeeded()) {
                ways.put("iptables, 1 rule", () -> iptables(host, 1));
                ways.put("iptables, 10,000 rules", () -> iptables(host, MANY));
            }
            Map<String, List<Long>> tcp = new LinkedHashMap<>();
            Map<String, List<Long>> udp = new LinkedHashMap<>();
            for (int round = -1; round < rounds; round++) {
                for (Map.Entry<String, Supplier<Runnable>> way : ways.entrySet()) {
                    Runnable unblock = way.getValue().get();
                    long bytes = send(net, "tcp", millis);
                    long datagrams = send(net, "udp", millis);
                    unblock.run();
                    if (round >= 0) {
                        tcp.computeIfAbsent(way.getKey(), key -> new ArrayList<>())
                                .add(bytes);
                        udp.computeIfAbsent(way.getKey(), key -> new ArrayList<>())
                                .add(datagrams);
                    }
                }
            }
            print(tcp, udp, rounds);
        }
    }

    private static void sink(Net net) {
        Process sink = net.start(net.peer, java("sink", Integer.toString(PORT)));
        try {
            if (sink.getInputStream().read() < 0) {
                throw new IllegalStateException("the sink did not start");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Runnable blackhole(Shell host, int addresses) {
        NetworkPlan plan = GivenSpec.of(Kind.BLACKHOLE)
                .withAddresses(addresses(addresses))
                .withTimes(Duration.ofMinutes(5), Duration.ofSeconds(5), Duration.ofSeconds(3))
                .planFor(host);
        Lease fault = NetworkFault.arm(
                plan, "%08x".formatted(ThreadLocalRandom.current().nextInt()), "figures");
        return fault::revert;
    }

    private static Runnable iptables(Shell host, int addresses) {
        String rules = addresses(addresses).stream()
                .map(address -> "-A PREROUTING -d " + address + " -j DROP\n")
                .collect(Collectors.joining("", "*raw\n", "COMMIT\n"));
        must(host, ShellCommand.program("iptables-restore").withInput(rules));
        return () -> must(host, ShellCommand.program("iptables", "-t", "raw", "-F"));
    }

    private static void must(Shell host, ShellCommand command) {
        ShellResult result = host.run(command);
        if (!result.succeeded()) {
            throw new IllegalStateException(result.errors());
        }
    }

    private static List<String> addresses(int count) {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            addresses.add("10.90.%d.%d".formatted(i / 250, i % 250));
        }
        return addresses;
    }

    private static long send(Net net, String what, String millis) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", net.container));
        words.addAll(java(what, Net.PEER, Integer.toString(PORT), millis));
        try {
            Process process = new ProcessBuilder(words).start();
            return Long.parseLong(process.inputReader().readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> java(String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Bulk.class.getName()));
        words.addAll(List.of(arguments));
        return words;
    }

    private static void print(Map<String, List<Long>> tcp, Map<String, List<Long>> udp, int rounds) {
        System.out.printf("median of %d rounds%n", rounds);
        System.out.println(
                "| blocked | TCP, MB per CPU second | of 1 address | datagrams of 100 bytes per CPU second | of 1 address |");
        System.out.println("|---|---|---|---|---|");
        double tcpOfOne = median(tcp.get("blackhole of 1 address"));
        double udpOfOne = median(udp.get("blackhole of 1 address"));
        tcp.forEach((way, bytes) -> System.out.printf(
                "| %s | %.0f | %.1f %% | %.0f | %.1f %% |%n",
                way,
                median(bytes) / 1e6,
                median(bytes) / tcpOfOne * 100,
                median(udp.get(way)),
                median(udp.get(way)) / udpOfOne * 100));
    }

    private static double median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
