package dev.reliability.internal.process.target;

import dev.reliability.internal.link.fault.LinkFaults;
import dev.reliability.internal.process.Signals;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A process of this machine. */
final class ProcessTarget implements Target {

    private final Victim victim;

    ProcessTarget(Victim victim) {
        this.victim = victim;
    }

    @Override
    public String name() {
        return victim.name();
    }

    @Override
    public Address address() {
        return new Address("process", String.valueOf(victim.id().pid()));
    }

    @Override
    public Optional<String> unfit() {
        if (!victim.id().isAlive()) {
            return Optional.of("is down before the test: process " + victim.id().pid() + " does not run");
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> log(Duration last) {
        return victim.managed().map(process -> process.output(last));
    }

    @Override
    public Map<String, Set<String>> whereabouts() {
        return Map.of("hosts", Set.of("local"));
    }

    @Override
    public Fault plan(FaultRequest request) {
        return switch (request.kind()) {
            case FaultKind.SHUTDOWN ->
                new ShutdownFault(
                        victim,
                        address(),
                        request.flag(FaultAttribute.REBOOT) && canStart(request),
                        request.flag(FaultAttribute.REPLACED));
            case FaultKind.PROCESS_KILL -> kill(request);
            case FaultKind.CPU_LOAD -> cpu(request);
            default -> onLinks(request);
        };
    }

    private Fault onLinks(FaultRequest request) {
        if (!LinkFaults.KINDS.contains(request.kind())) {
            throw new PlanException("a process cannot have a " + request.kind()
                    + ": it can have shutdown, process kill and cpu load, and on its links blackhole and latency");
        }
        return victim.managed()
                .map(process -> LinkFaults.plan(process, this, request))
                .orElseThrow(() -> LinkFaults.unlinked(name(), request.kind()));
    }

    private boolean canStart(FaultRequest request) {
        if (victim.managed().isEmpty()) {
            throw new PlanException("reboot needs a process that can be started again, but " + address()
                    + " is only a process id: declare a ManagedProcess");
        }
        return request.flag(FaultAttribute.REBOOT);
    }

    private Fault kill(FaultRequest request) {
        List<String> problems = new ArrayList<>();
        String signal = attempt(
                problems,
                "KILL",
                () -> Signals.normalize(
                        request.optionalText(FaultAttribute.SIGNAL).orElse("")));
        Matcher matcher = attempt(
                problems,
                Matcher.of(""),
                () -> Matcher.of(request.optionalText(FaultAttribute.PROCESS).orElse("")));
        Optional<Duration> repeat = request.optionalTime(FaultAttribute.REPEAT_EVERY);
        repeat.filter(interval -> interval.toMillis() < 1)
                .ifPresent(interval -> problems.add("repeatEvery \"" + interval + "\" is too short"));
        if (signal.equals("CONT")) {
            problems.add("signal CONT hurts nobody");
        }
        if (problems.isEmpty() && matcher.matching(victim).isEmpty()) {
            problems.add("no process of " + name() + matcher.words() + " runs (there are: "
                    + String.join(
                            " | ",
                            victim.members().stream().map(Matcher::commandLine).toList()) + ")");
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        return new KillFault(
                victim, address(), matcher, signal, repeat, request.duration().orElse(request.longest()));
    }

    private Fault cpu(FaultRequest request) {
        int available = Runtime.getRuntime().availableProcessors();
        int asked = (int) Math.min(request.optionalNumber(FaultAttribute.CORES).orElse(0), Integer.MAX_VALUE);
        int cores = asked == 0 ? available : asked;
        if (cores > available) {
            throw new PlanException("cores = " + cores + ", but this machine has only " + available);
        }
        return new CpuFault(
                name(),
                address(),
                cores,
                (int) Math.max(1, Math.round(request.percent(FaultAttribute.PERCENT))),
                request.duration().orElse(request.longest()));
    }

    private static <T> T attempt(List<String> problems, T otherwise, java.util.function.Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return otherwise;
        }
    }
}
