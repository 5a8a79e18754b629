package dev.reliability.internal.plan;

import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.StopSpec;
import dev.reliability.internal.http.HttpProbe;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Signal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Resolves and checks what is expected of faults, and what ends an experiment. */
final class ExpectationPlanning {

    private final Names names;
    private final Problems problems;
    private final TargetPlanning targets;
    private final HealthPlanning healths;
    private final Opened opened;
    private final Feasibility feasibility;
    private final boolean attacks;

    ExpectationPlanning(
            Names names,
            Problems problems,
            TargetPlanning targets,
            HealthPlanning healths,
            Opened opened,
            List<PlannedFault> faults,
            boolean attacks) {
        this.names = names;
        this.problems = problems;
        this.targets = targets;
        this.healths = healths;
        this.opened = opened;
        this.feasibility = new Feasibility(problems, faults);
        this.attacks = attacks;
    }

    Stream<ExpectedFailover> failover(FailoverSpec spec) {
        Place place = spec.place();
        needsFault(place);
        Optional<String> from = problems.read(place, "from", spec.from(), Function.identity());
        Optional<String> to = problems.read(place, "to", spec.to(), Function.identity());
        if (from.isPresent() && from.equals(to)) {
            problems.add(place, "to", "\"" + to.get() + "\" is the side that it fails over from");
        }
        Optional<String> signalName = problems.read(place, "signal", spec.signal(), Function.identity());
        Optional<Signal> signal = signalName.flatMap(name -> problems.ask(place, "signal", () -> signal(name)));
        Optional<Duration> within = within(place, spec.within());
        Optional<Optional<Alarm>> health = to.flatMap(side -> problems.ask(place, "to", () -> healths.unhealthy(side)));
        if (from.isEmpty() || to.isEmpty() || signal.isEmpty() || within.isEmpty() || health.isEmpty()) {
            return Stream.empty();
        }
        Optional<Side> fromSide = problems.ask(place, "from", () -> side(from.get()));
        Optional<Side> toSide = problems.ask(place, "to", () -> side(to.get()));
        if (fromSide.isEmpty() || toSide.isEmpty()) {
            return Stream.empty();
        }
        Set<String> fromIdentities = fromSide.get().identities();
        Set<String> toIdentities = toSide.get().identities();
        if (!from.equals(to) && !Collections.disjoint(fromIdentities, toIdentities)) {
            problems.add(
                    place,
                    "to",
                    "the signal cannot tell \"" + to.get() + "\" from \"" + from.get() + "\": target." + from.get()
                            + ".identity and target." + to.get() + ".identity have values in common");
            return Stream.empty();
        }
        String name = spec.name().isEmpty() ? signalName.get() : names.fill(spec.name());
        return Stream.of(new ExpectedFailover(
                name,
                signalName.get(),
                signal.get(),
                fromSide.get(),
                toSide.get(),
                within.get(),
                spec.failback(),
                health.get(),
                feasibility.check(
                        place, "the failover of " + signalName.get(), signal.get()::floor, true, within.get())));
    }

    Stream<ExpectedAlarm> alarm(AlarmSpec spec) {
        Place place = spec.place();
        needsFault(place);
        Optional<String> alarmName = problems.read(place, "alarm", spec.alarm(), Function.identity());
        Optional<Alarm> alarm = alarmName.flatMap(name -> problems.ask(place, "alarm", () -> alarm(name)));
        Optional<Duration> within = within(place, spec.within());
        if (alarm.isEmpty() || within.isEmpty()) {
            return Stream.empty();
        }
        String name = spec.name().isEmpty() ? alarmName.get() : names.fill(spec.name());
        return Stream.of(new ExpectedAlarm(
                name,
                alarm.get(),
                within.get(),
                feasibility.check(place, "alarm " + alarmName.get(), alarm.get()::floor, false, within.get())));
    }

    Stream<StopCondition> stop(StopSpec spec) {
        Place place = spec.place();
        if (spec.alarm().isPresent() == spec.http().isPresent()) {
            problems.add(place, "give either alarm or http");
            return Stream.empty();
        }
        Duration outage =
                problems.read(place, "outage", spec.outage(), Durations::parse).orElse(Duration.ZERO);
        if (spec.alarm().isPresent()) {
            return problems.read(place, "alarm", spec.alarm().get(), Function.identity()).stream()
                    .flatMap(name -> problems.ask(place, "alarm", () -> alarm(name)).stream()
                            .map(found ->
                                    new StopCondition("alarm " + name, Optional.of(found), Optional.empty(), outage)));
        }
        return problems
                .read(
                        place,
                        "http",
                        spec.http().get(),
                        url -> HttpProbe.of(url, "GET", spec.status(), host -> Resolvers.lookup(host, names)))
                .stream()
                .map(opened::keep)
                .map(probe -> new StopCondition(
                        "http " + names.fill(spec.http().get()), Optional.empty(), Optional.of(probe), outage));
    }

    private Optional<Duration> within(Place place, String raw) {
        return problems.read(place, "within", raw, Durations::parse);
    }

    private void needsFault(Place place) {
        if (!attacks) {
            problems.add(place, "is expected after a fault, but the test has no fault");
        }
    }

    private Signal signal(String name) {
        Address address = address("signal", name);
        return opened.keep(BackEnds.loaded().signal(address.scheme()).signal(name, address, names));
    }

    private Alarm alarm(String name) {
        Address address = address("alarm", name);
        return opened.keep(BackEnds.loaded().alarm(address.scheme()).alarm(name, address, names));
    }

    private Address address(String sort, String name) {
        Optional<String> declared = names.value(sort + "." + name);
        if (declared.isPresent()) {
            return Address.parse(declared.get());
        }
        if (Address.isAddress(name)) {
            return Address.parse(name);
        }
        throw new PlanException("unknown " + sort + " \"" + name + "\" "
                + DidYouMean.among(name, names.profile().names(sort)) + ": add \"" + sort + "." + name + " = …\" to "
                + names.profile().source());
    }

    private Side side(String target) {
        return Side.of(target, names.value("target." + target + ".identity"), targets.find(target));
    }
}
