package dev.reliability.internal.host;

import dev.reliability.internal.linux.HostFacts;
import dev.reliability.internal.linux.LeasedFault;
import dev.reliability.internal.linux.LinuxFaultException;
import dev.reliability.internal.linux.ProcessKill;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.ShellException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Signals to processes of a host, found by their command line. Whoever watches over them there starts them again, or nobody. */
final class HostKillFault extends LeasedHostFault {

    private static final int SHOWN = 120;

    private final String pattern;
    private final String signal;
    private final Duration repeat;
    private final List<String> victims;

    private HostKillFault(
            HostTarget target, FaultRequest request, String signal, Duration repeat, List<String> victims) {
        super(target, request);
        this.pattern = request.text("process");
        this.signal = signal;
        this.repeat = repeat;
        this.victims = victims;
    }

    static HostKillFault plan(HostTarget target, FaultRequest request) {
        List<String> problems = new ArrayList<>();
        String pattern = request.text("process");
        if (pattern.isBlank()) {
            problems.add(
                    "a host is not a process: name the processes by a pattern of their command line (process = …)");
        }
        String signal = request.text("signal").strip().toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
        if (signal.equals("STOP")) {
            problems.add("signal STOP needs somebody alive to take it back, so hosts do not have it: use a blackhole or"
                    + " KILL");
        } else if (!ProcessKill.SIGNALS.contains(signal)) {
            problems.add("signal must be one of " + String.join(", ", ProcessKill.SIGNALS) + ", got \""
                    + request.text("signal") + "\"");
        }
        Duration repeat = Duration.ZERO;
        try {
            repeat = interval(request.text("repeatEvery"));
        } catch (IllegalArgumentException e) {
            problems.add("repeatEvery: " + e.getMessage());
        }
        Optional<HostFacts> facts = target.facts(problems);
        facts.ifPresent(found ->
                problems.addAll(ProcessKill.problems(found, target.shell().address())));
        List<String> victims = List.of();
        if (facts.isPresent() && problems.isEmpty()) {
            victims = matches(target, pattern, problems);
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        return new HostKillFault(target, request, signal, repeat, victims);
    }

    private static Duration interval(String text) {
        if (text.isEmpty()) {
            return Duration.ZERO;
        }
        Duration interval = Durations.parse(text);
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException("\"" + text + "\" is too short");
        }
        return interval;
    }

    private static List<String> matches(HostTarget target, String pattern, List<String> problems) {
        try {
            List<String> found = ProcessKill.matches(target.shell(), HostTarget.newId(), pattern);
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
                        + "\": " + victims.stream().map(HostKillFault::words).collect(Collectors.joining(", "))
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

    @Override
    LeasedFault hold() {
        return ProcessKill.prepare(target.shell(), order(), pattern, signal, repeat);
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
        return evidence.with("signalled", ProcessKill.struck(leased().get()));
    }

    private static String pids(Map<String, Long> gone, long is) {
        return gone.entrySet().stream()
                .filter(entry -> entry.getValue() == is)
                .map(entry -> entry.getKey().replaceFirst("/.*", ""))
                .collect(Collectors.joining(", "));
    }
}
