package dev.reliability.internal.plan;

import dev.reliability.experiment.Place;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Authority;
import dev.reliability.spi.Fault;
import dev.reliability.spi.Probe;
import dev.reliability.spi.Right;
import dev.reliability.spi.Signal;
import dev.reliability.spi.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what an experiment must be allowed to do, and asks whether it is, before anything is touched. */
final class RightsPlanning {

    private static final Place PLACE = new Place("rights", "");

    private final Names names;
    private final Problems problems;
    private final Set<Right> all = new LinkedHashSet<>();

    RightsPlanning(Names names, Problems problems) {
        this.names = names;
        this.problems = problems;
    }

    /** Returns all rights that are needed. */
    Set<Right> check(
            List<SteadyState> steadyStates,
            List<PlannedFault> faults,
            List<ExpectedFailover> failovers,
            List<ExpectedAlarm> alarms,
            List<StopCondition> stops) {
        add(steadyStates.stream().map(SteadyState::probe), Probe.class, Probe::rights);
        add(faults.stream().map(PlannedFault::target), Target.class, Target::rights);
        add(faults.stream().map(PlannedFault::fault), Fault.class, Fault::rights);
        add(failovers.stream().map(ExpectedFailover::signal), Signal.class, Signal::rights);
        add(failovers.stream().flatMap(failover -> failover.standbyHealth().stream()), Alarm.class, Alarm::rights);
        add(alarms.stream().map(ExpectedAlarm::alarm), Alarm.class, Alarm::rights);
        add(stops.stream().flatMap(stop -> stop.alarm().stream()), Alarm.class, Alarm::rights);
        add(stops.stream().flatMap(stop -> stop.probe().stream()), Probe.class, Probe::rights);
        all.stream()
                .collect(Collectors.groupingBy(
                        Right::authority, TreeMap::new, Collectors.toCollection(LinkedHashSet::new)))
                .forEach(this::ask);
        // printed with the others, but nobody has to have them
        faults.stream()
                .map(PlannedFault::target)
                .filter(target -> Answers.ofItsOwn(target, Target.class, "testimonyRights"))
                .forEach(target ->
                        problems.ask(PLACE, "wanted", target::testimonyRights).ifPresent(all::addAll));
        return Set.copyOf(all);
    }

    private <T> void add(Stream<T> parts, Class<T> type, Function<T, Set<Right>> rights) {
        parts.filter(part -> Answers.ofItsOwn(part, type, "rights"))
                .forEach(part ->
                        problems.ask(PLACE, "needed", () -> rights.apply(part)).ifPresent(all::addAll));
    }

    private void ask(String authority, Set<Right> rights) {
        Optional<Authority> asked = BackEnds.loaded().authority(authority);
        if (asked.isEmpty()) {
            problems.add(
                    PLACE,
                    authority,
                    "no back end on the class path can tell who may "
                            + rights.iterator().next());
            return;
        }
        problems.ask(PLACE, authority, () -> missing(asked.get(), rights))
                .ifPresent(missing -> missing.forEach(text -> problems.add(PLACE, authority, text)));
    }

    private List<String> missing(Authority authority, Set<Right> rights) {
        try {
            return authority.missing(rights, names);
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking which rights are missing", e);
        } catch (Exception e) {
            throw new IllegalStateException("it could not be asked which rights are missing: " + e.getMessage(), e);
        }
    }
}
