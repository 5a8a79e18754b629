package dev.reliability.benchmark;

import dev.reliability.internal.linux.GivenSpec;
import dev.reliability.internal.linux.Lease;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.linux.NetworkFault;
import dev.reliability.internal.linux.NetworkPlan;
import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.linux.SshHost;
import dev.reliability.internal.linux.Traffic;
import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long a blackhole takes: from the call to the first dropped packet of a flow of one per millisecond, and
 * around the whole of arm, proof of bite, revert and proof that nothing is left. The target is made ready before, as an
 * experiment does it before its baseline; how long that takes is told too.
 *
 * <p>Arguments: repetitions (20). Locally and over SSH with the connection up, with one address and with 10,000.
 */
public final class ArmingBenchmark {

    private static final int PORT = 7200;

    private ArmingBenchmark() {}

    public static void main(String[] arguments) {
        int repetitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        System.out.println(
                "| shell | addresses | n | made ready before, median ms | arm: first dropped packet, best ms | median | max | arm returns, median ms |"
                        + " arm + prove + revert + prove, best ms | median | max |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        try (Net net = new Net();
                SshHost host = new SshHost(net)) {
            Traffic.echo(net, net.peer, PORT);
            try (Shell local = new NetnsShell(net.host);
                    Shell ssh = host.shell();
                    Traffic traffic = Traffic.udp(net, net.host, Net.PEER, PORT)) {
                for (Shell shell : List.of(local, ssh)) {
                    shell.run(ShellCommand.program("true"));
                    measure(shell, traffic, 1, repetitions);
                    measure(shell, traffic, 10_000, Math.max(3, repetitions / 4));
                }
            }
        }
    }

    private static void measure(Shell shell, Traffic traffic, int addresses, int repetitions) {
        List<Long> ready = new ArrayList<>();
        List<Long> first = new ArrayList<>();
        List<Long> armed = new ArrayList<>();
        List<Long> whole = new ArrayList<>();
        NetworkPlan plan = GivenSpec.of(Kind.BLACKHOLE)
                .withAddresses(addresses(addresses))
                .withTimes(Duration.ofMinutes(1), Duration.ofSeconds(2), Duration.ofSeconds(3))
                .planFor(shell);
        for (int i = -3; i < repetitions; i++) {
            int gaps = traffic.gaps().size();
            waitForFlow(traffic);
            long begin = System.nanoTime();
            Lease fault = NetworkFault.prepare(
                    plan, "%08x".formatted(ThreadLocalRandom.current().nextInt()), "figures", Duration.ofMinutes(1));
            long start = System.nanoTime();
            fault.arm();
            long returned = System.nanoTime();
            while (fault.hits().total() == 0) {
                Thread.onSpinWait();
            }
            if (!fault.revert().isEmpty()) {
                throw new IllegalStateException("something is left");
            }
            long end = System.nanoTime();
            waitForFlow(traffic);
            if (i >= 0) {
                first.add(Math.max(0, traffic.gaps().get(gaps).from() - start));
                ready.add(start - begin);
                armed.add(returned - start);
                whole.add(end - start);
            }
        }
        System.out.printf(
                "| %s | %d | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |%n",
                shell.address().startsWith("ssh") ? "ssh" : "local",
                addresses,
                repetitions,
                median(ready),
                min(first),
                median(first),
                max(first),
                median(armed),
                min(whole),
                median(whole),
                max(whole));
    }

    private static List<String> addresses(int count) {
        List<String> addresses = new ArrayList<>(List.of(Net.PEER));
        for (int i = 1; i < count; i++) {
            addresses.add("10.90.%d.%d".formatted(i / 250, i % 250));
        }
        return addresses;
    }

    private static void waitForFlow(Traffic traffic) {
        long since = System.nanoTime();
        while (!traffic.flowsSince(since)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static double min(List<Long> nanos) {
        return nanos.stream().mapToLong(Long::longValue).min().orElse(0) / 1e6;
    }

    private static double median(List<Long> nanos) {
        return nanos.stream().sorted().toList().get(nanos.size() / 2) / 1e6;
    }

    private static double max(List<Long> nanos) {
        return nanos.stream().mapToLong(Long::longValue).max().orElse(0) / 1e6;
    }
}
