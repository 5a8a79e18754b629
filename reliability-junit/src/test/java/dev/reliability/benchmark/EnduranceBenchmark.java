package dev.reliability.benchmark;

import static org.awaitility.Awaitility.await;

import dev.reliability.internal.linux.GivenSpec;
import dev.reliability.internal.linux.Lease;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.linux.NetworkFault;
import dev.reliability.internal.linux.NetworkPlan;
import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.linux.Traffic;
import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.spi.Shell;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Renews short leases for a long time while every core of the machine is loaded by processes, and counts the packets of a flow
 * of one per millisecond that came through.
 *
 * <p>Arguments: minutes (10), lease in milliseconds (2000). Ends with 1 if any packet came through or the lease was lost.
 */
public final class EnduranceBenchmark {

    private static final int PORT = 7400;

    private EnduranceBenchmark() {}

    public static void main(String[] arguments) throws InterruptedException {
        long minutes = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10;
        Duration lease = Duration.ofMillis(arguments.length > 1 ? Long.parseLong(arguments[1]) : 2000);
        boolean kept;
        try (Net net = new Net();
                Shell shell = new NetnsShell(net.host)) {
            Traffic.echo(net, net.peer, PORT);
            for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
                net.start(net.host, List.of("sh", "-c", "while :; do :; done"));
            }
            try (Traffic traffic = Traffic.udp(net, net.host, Net.PEER, PORT)) {
                await().atMost(Duration.ofMinutes(1)).until(() -> traffic.lastGood() != 0);
                kept = hold(shell, traffic, minutes, lease);
            }
        }
        System.exit(kept ? 0 : 1);
    }

    private static boolean hold(Shell shell, Traffic traffic, long minutes, Duration lease)
            throws InterruptedException {
        NetworkPlan plan = GivenSpec.of(Kind.BLACKHOLE)
                .withAddresses(List.of(Net.PEER))
                .withTimes(Duration.ofMinutes(minutes + 5), lease, Duration.ofSeconds(3))
                .planFor(shell);
        Lease fault = NetworkFault.arm(plan, "e0d0a0ce", "endurance");
        long armed = System.nanoTime();
        long end = armed + TimeUnit.MINUTES.toNanos(minutes);
        while (System.nanoTime() < end && fault.lost().isEmpty() && !traffic.flowsSince(armed)) {
            Thread.sleep(100);
        }
        long held = System.nanoTime() - armed;
        boolean leaked = traffic.flowsSince(armed);
        String lost = fault.lost().orElse("");
        List<String> left = fault.revert();
        await().atMost(Duration.ofMinutes(1)).until(() -> traffic.flowsSince(armed));
        List<Traffic.Gap> gaps = traffic.gaps();
        Traffic.Gap last = gaps.get(gaps.size() - 1);
        System.out.printf(
                "lease %d ms, all cores loaded: held %.1f s; packets that came through: %s; packets lost in one gap: %d;"
                        + " lease lost: %s; left after the revert: %s%n",
                lease.toMillis(),
                held / 1e9,
                leaked ? "SOME" : "none",
                last.lost(),
                lost.isEmpty() ? "no" : lost,
                left);
        return !leaked && lost.isEmpty() && left.isEmpty();
    }
}
