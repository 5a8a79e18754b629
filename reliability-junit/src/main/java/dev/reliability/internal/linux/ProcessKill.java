package dev.reliability.internal.linux;

import dev.reliability.spi.Shell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Signals to processes of a target, found by their command line.
 *
 * <p>A process matches when the extended regular expression is found in its words joined by single spaces. Only processes
 * in the target's network namespace count, and never its PID 1, kernel threads, agents, or what the agent descends from.
 */
public final class ProcessKill {

    /** What can be sent; STOP would need somebody alive to end it. */
    public static final List<String> SIGNALS = List.of("KILL", "TERM", "INT", "HUP", "QUIT", "ABRT", "USR1", "USR2");

    private ProcessKill() {}

    /** What stands against it on this target; empty when nothing does. */
    public static List<String> problems(HostFacts facts, String address) {
        List<String> problems = new ArrayList<>();
        NetworkPlan.checkHost(facts, address, false, problems);
        return problems;
    }

    /**
     * Processes that match now, as {@code pid/start command line}; nothing is signalled.
     *
     * @throws LinuxFaultException if the pattern is not an extended regular expression
     */
    public static List<String> matches(Shell shell, String id, String pattern) {
        checkPattern(pattern);
        try (Agent agent = Agent.start(
                shell,
                "kill.sh",
                id,
                Duration.ofSeconds(10),
                Map.of("owner", "look", "seconds", "10", "look", "1"),
                pattern)) {
            String last = agent.awaitEnd(Duration.ofSeconds(10)).orElse("the agent does not answer");
            if (!last.equals("looked")) {
                throw new LinuxFaultException(last);
            }
            return agent.said("MATCH");
        }
    }

    /**
     * Signals all matching processes, once or again and again until the fault ends.
     *
     * @param signal such as {@code KILL}; one that a process does not need to be woken from
     * @param repeatEvery zero for once
     * @throws LinuxFaultException if nothing matches
     */
    public static LeasedFault strike(Shell shell, Order order, String pattern, String signal, Duration repeatEvery) {
        return LeasedFault.arm(shell, work(pattern, signal, repeatEvery), order);
    }

    /** The same, held ready until {@link LeasedFault#arm()}. */
    public static LeasedFault prepare(Shell shell, Order order, String pattern, String signal, Duration repeatEvery) {
        return LeasedFault.prepare(shell, work(pattern, signal, repeatEvery), order);
    }

    private static Work work(String pattern, String signal, Duration repeatEvery) {
        checkPattern(pattern);
        if (!SIGNALS.contains(signal)) {
            throw new LinuxFaultException("signal must be one of " + SIGNALS + ", got " + signal);
        }
        return new Work(
                "kill.sh", Map.of("signal", signal, "repeat_ms", Long.toString(repeatEvery.toMillis())), pattern);
    }

    /** Processes signalled so far, as {@code pid/start command line}. */
    public static List<String> struck(LeasedFault fault) {
        return fault.said("STRUCK");
    }

    private static void checkPattern(String pattern) {
        if (pattern.isBlank() || pattern.indexOf('\n') >= 0) {
            throw new LinuxFaultException("the pattern of a process must be one line that is not blank");
        }
    }
}
