package dev.reliability.internal.linux;

import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Signals to processes of a target, found by their command line.
 *
 * <p>A process matches when the extended regular expression is found in its words joined by single spaces. Only processes
 * in the target's network namespace count, and never its PID 1, kernel threads, agents, or what the agent descends from.
 *
 * <p>Whoever watches over them there starts them again, or nobody.
 */
public final class ProcessKill extends LeasedFault {

    /** What can be sent; STOP would need somebody alive to end it. */
    public static final List<String> SIGNALS = List.of("KILL", "TERM", "INT", "HUP", "QUIT", "ABRT", "USR1", "USR2");

    private static final int SHOWN = 120;

    private final String pattern;
    private final String signal;
    private final Duration repeat;
    private final List<String> victims;

    private ProcessKill(LinuxHost target, FaultRequest request, String signal, Duration repeat, List<String> victims) {
        super(target, request);
        this.pattern = request.optionalText(FaultAttribute.PROCESS).orElse("");
        this.signal = signal;
        this.repeat = repeat;
        this.victims = victims;
    }

    static ProcessKill plan(LinuxHost target, FaultRequest request) {
        List<String> problems = check(request);
        String pattern = request.optionalText(FaultAttribute.PROCESS).orElse("");
        String signal = signal(request);
        Duration repeat = request.optionalTime(FaultAttribute.REPEAT_EVERY).orElse(Duration.ZERO);
        Optional<HostFacts> facts = target.facts(problems);
        facts.ifPresent(found -> problems.addAll(problems(found, target.shell().address())));
        List<String> victims = List.of();
        if (facts.isPresent() && problems.isEmpty()) {
            victims = matches(target, pattern, problems);
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        return new ProcessKill(target, request, signal, repeat, victims);
    }

    /** What is wrong with the request on any target. */
    static List<String> check(FaultRequest request) {
        List<String> problems = new ArrayList<>();
        if (request.optionalText(FaultAttribute.PROCESS).orElse("").isBlank()) {
            problems.add(
                    "a host is not a process: name the processes by a pattern of their command line (process = …)");
        }
        if (signal(request).equals("STOP")) {
            problems.add("signal STOP needs somebody alive to take it back, so hosts do not have it: use a blackhole or"
                    + " KILL");
        } else if (!SIGNALS.contains(signal(request))) {
            problems.add("signal must be one of " + String.join(", ", SIGNALS) + ", got \""
                    + request.optionalText(FaultAttribute.SIGNAL).orElse("") + "\"");
        }
        Duration repeat = request.optionalTime(FaultAttribute.REPEAT_EVERY).orElse(Duration.ZERO);
        if (request.optionalTime(FaultAttribute.REPEAT_EVERY).isPresent() && repeat.toMillis() < 1) {
            problems.add("repeatEvery: \"" + repeat + "\" is too short");
        }
        return problems;
    }

    private static String signal(FaultRequest request) {
        return request.optionalText(FaultAttribute.SIGNAL)
                .orElse("")
                .strip()
                .toUpperCase(Locale.ROOT)
                .replaceFirst("^SIG", "");
    }

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
    public static Lease strike(Shell shell, Order order, String pattern, String signal, Duration repeatEvery) {
        return Lease.arm(shell, work(pattern, signal, repeatEvery), order);
    }

    /** The same, held ready until {@link Lease#arm()}. */
    public static Lease prepare(Shell shell, Order order, String pattern, String signal, Duration repeatEvery) {
        return Lease.prepare(shell, work(pattern, signal, repeatEvery), order);
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
    public static List<String> struck(Lease fault) {
        return fault.said("STRUCK");
    }

    private static void checkPattern(String pattern) {
        if (pattern.isBlank() || pattern.indexOf('\n') >= 0) {
            throw new LinuxFaultException("the pattern of a process must be one line that is not blank");
        }
    }

    private static List<String> matches(LinuxHost target, String pattern, List<String> problems) {
        try {
            List<String> found = matches(target.shell(), LinuxHost.newId(), pattern);
            if (found.isEmpty()) {
                problems.add("no process of " + target.name() + " has a command line that matches \"" + pattern + "\"");
            }
            return found;
        } catch (LinuxFaultException | ShellException e) {
            problems.add(String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    @Override
    public List<String> effects() {
        return List.of(
                "Sending " + signal + " to processes of " + target.name() + " whose command line matches \"" + pattern
                        + "\": " + victims.stream().map(ProcessKill::words).collect(Collectors.joining(", "))
                        + (repeat.isZero()
                                ? ""
                                : "; again every " + Durations.limit(repeat) + " to whatever matches then"),
                "Sparing every other process, PID 1, and what our commands run in",
                lease());
    }

    /** {@code 4711/8812 postgres -D data} in people's words. */
    private static String words(String found) {
        String text = found.replaceFirst("/\\d+ ", " (") + ")";
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…)";
    }

    /** A process that is gone or frozen served nobody before. */
    @Override
    Optional<String> alreadySo(List<String> looked) {
        if (looked.isEmpty()) {
            return Optional.of(
                    "no process of " + target.name() + " has a command line that matches \"" + pattern + "\" any more");
        }
        boolean frozen = looked.stream().allMatch(line -> line.matches("(?i)t .*"));
        return frozen
                ? Optional.of("process "
                        + looked.stream()
                                .map(line -> line.substring(2).replaceFirst("/.*", ""))
                                .collect(Collectors.joining(", "))
                        + " of " + target.name() + " was stopped already")
                : Optional.empty();
    }

    @Override
    Lease hold() {
        return prepare(target.shell(), order(), pattern, signal, repeat);
    }

    @Override
    public synchronized Evidence evidence() {
        if (leased().isEmpty()) {
            return Evidence.none("hit nothing", "it is not in force");
        }
        Map<String, Long> gone = leased().get().hits().packets();
        String unhurt = pids(gone, 0L);
        Evidence evidence = unhurt.isEmpty() && !gone.isEmpty()
                ? Evidence.bite("gone: process " + pids(gone, 1L))
                : Evidence.none(
                        "had no effect",
                        gone.isEmpty()
                                ? "no process was hit"
                                : "process " + unhurt + " still runs after signal " + signal);
        return evidence.with("signalled", struck(leased().get()));
    }

    private static String pids(Map<String, Long> gone, long is) {
        return gone.entrySet().stream()
                .filter(entry -> entry.getValue() == is)
                .map(entry -> entry.getKey().replaceFirst("/.*", ""))
                .collect(Collectors.joining(", "));
    }
}
