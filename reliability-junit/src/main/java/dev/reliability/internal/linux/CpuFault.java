package dev.reliability.internal.linux;

import dev.reliability.spi.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Busy cores. */
public final class CpuFault {

    private CpuFault() {}

    /** What stands against it on this target; empty when nothing does. */
    public static List<String> problems(HostFacts facts, String address, int cores, int percent) {
        List<String> problems = new ArrayList<>();
        if (cores < 0) {
            problems.add("cores must be positive, or 0 for all; got " + cores);
        }
        if (cores > facts.cores()) {
            problems.add("cores = " + cores + ", but " + address + " has only " + facts.cores());
        }
        if (percent < 1 || percent > 100) {
            problems.add("percent must be between 1 and 100, got " + percent);
        }
        NetworkPlan.checkHost(facts, address, false, problems);
        return problems;
    }

    /**
     * Starts burning: with stress-ng where the target has it, with shell loops where not.
     *
     * @param cores how many; 0 for all
     * @param percent load of each
     */
    public static LeasedFault start(Shell shell, HostFacts facts, Order order, int cores, int percent) {
        return LeasedFault.arm(shell, work(facts, cores, percent), order);
    }

    /** The same, held ready until {@link LeasedFault#arm()}. */
    public static LeasedFault prepare(Shell shell, HostFacts facts, Order order, int cores, int percent) {
        return LeasedFault.prepare(shell, work(facts, cores, percent), order);
    }

    private static Work work(HostFacts facts, int cores, int percent) {
        return new Work(
                "cpu.sh",
                Map.of(
                        "cores", Integer.toString(cores),
                        "percent", Integer.toString(percent),
                        "tool", facts.has("stress-ng") ? "stress-ng" : "plain"),
                "");
    }
}
