package dev.reliability.internal.plan;

import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.StopSpec;
import dev.reliability.internal.http.HttpProbe;
import dev.reliability.internal.net.AddressRange;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Signal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Resolves and checks an experiment. Touches nothing. */
public final class Planner {

    private static final Place SETTINGS = new Place("setting", "");

    private final Experiment experiment;
    private final Names names;
    private final Problems problems;

    private Planner(Experiment experiment, Names names) {
        this.experiment = experiment;
        this.names = names;
        this.problems = new Problems(names);
    }

    /**
     * Plans an experiment.
     *
     * @throws InvalidPlanException with every problem of the experiment
     */
    public static ResolvedExperiment plan(Experiment experiment) {
        try {
            return new Planner(experiment, Names.of(experiment)).plan();
        } catch (PlanException e) {
            throw new InvalidPlanException(e.problems());
        }
    }

    /**
     * What is known of an experiment that may have problems.
     *
     * @param resolved everything that could be resolved; empty when the settings or the profile cannot be read
     * @param problems everything that stands against it
     */
    public record Preview(Optional<ResolvedExperiment> resolved, List<String> problems) {}

    /** Plans an experiment and tells what would be done, also where something stands against it. */
    public static Preview preview(Experiment experiment) {
        try {
            Planner planner = new Planner(experiment, Names.of(experiment));
            ResolvedExperiment resolved = planner.resolve();
            return new Preview(Optional.of(resolved), planner.problems.found());
        } catch (PlanException e) {
            return new Preview(Optional.empty(), e.problems());
        }
    }

    private ResolvedExperiment plan() {
        ResolvedExperiment resolved = resolve();
        problems.throwIfAny();
        return resolved;
    }

    private ResolvedExperiment resolve() {
        List<SteadyState> steadyStates = new SteadyStatePlanning(names, problems).plan(experiment.steadyStates());
        TargetPlanning targets = new TargetPlanning(experiment, names);
        List<PlannedFault> faults =
                new FaultPlanning(problems, targets, new Guards(names, problems)).plan(experiment.faults());
        List<ExpectedFailover> failovers =
                experiment.failovers().stream().flatMap(this::failover).toList();
        List<ExpectedAlarm> alarms =
                experiment.alarms().stream().flatMap(this::alarm).toList();
        List<StopCondition> stops =
                experiment.stops().stream().flatMap(this::stop).toList();
        return new ResolvedExperiment(
                experiment.title(),
                steadyStates,
                faults,
                failovers,
                alarms,
                stops,
                experiment
                        .runbook()
                        .flatMap(url -> problems.read(new Place("@Runbook", ""), "value", url, Function.identity())),
                experiment.journal(),
                settings());
    }

    private Settings settings() {
        Function<String, Optional<String>> lookup = names::value;
        boolean targets = lookup.apply("reliability.parallel")
                .map(value -> {
                    if (!value.equals("targets") && !value.equals("none")) {
                        problems.add(
                                SETTINGS,
                                "reliability.parallel",
                                "\"" + value + "\" is neither \"targets\" nor \"none\"");
                    }
                    return value.equals("targets");
                })
                .orElse(false);
        return new Settings(
                duration("reliability.baseline", "30s"),
                duration("reliability.deadline", "15m"),
                targets,
                Path.of(lookup.apply("reliability.reports").orElse("target/reliability")),
                StatePaths.choose(lookup));
    }

    private Duration duration(String setting, String fallback) {
        return problems.attempt(
                        SETTINGS,
                        setting,
                        () -> Durations.parse(names.value(setting).orElse(fallback)))
                .orElse(Duration.ZERO);
    }

    private Stream<ExpectedFailover> failover(FailoverSpec spec) {
        Place place = spec.place();
        needsFault(place);
        Optional<String> from = problems.read(place, "from", spec.from(), Function.identity());
        Optional<String> to = problems.read(place, "to", spec.to(), Function.identity());
        if (from.isPresent() && from.equals(to)) {
            problems.add(place, "to", "\"" + to.get() + "\" is the side that it fails over from");
        }
        Optional<String> signalName = problems.read(place, "signal", spec.signal(), Function.identity());
        Optional<Signal> signal = signalName.flatMap(name -> problems.attempt(place, "signal", () -> signal(name)));
        Optional<Duration> within = within(place, spec.within());
        Optional<Optional<Alarm>> health = to.flatMap(side -> problems.attempt(place, "to", () -> health(side)));
        if (from.isEmpty() || to.isEmpty() || signal.isEmpty() || within.isEmpty() || health.isEmpty()) {
            return Stream.empty();
        }
        Set<String> fromIdentities = identities(from.get());
        Set<String> toIdentities = identities(to.get());
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
                from.get(),
                fromIdentities,
                to.get(),
                toIdentities,
                within.get(),
                spec.failback(),
                health.get()));
    }

    private Stream<ExpectedAlarm> alarm(AlarmSpec spec) {
        Place place = spec.place();
        needsFault(place);
        Optional<String> alarmName = problems.read(place, "alarm", spec.alarm(), Function.identity());
        Optional<Alarm> alarm = alarmName.flatMap(name -> problems.attempt(place, "alarm", () -> alarm(name)));
        Optional<Duration> within = within(place, spec.within());
        if (alarm.isEmpty() || within.isEmpty()) {
            return Stream.empty();
        }
        String name = spec.name().isEmpty() ? alarmName.get() : names.fill(spec.name());
        return Stream.of(new ExpectedAlarm(name, alarm.get(), within.get()));
    }

    private Stream<StopCondition> stop(StopSpec spec) {
        Place place = spec.place();
        if (spec.alarm().isPresent() == spec.http().isPresent()) {
            problems.add(place, "give either alarm or http");
            return Stream.empty();
        }
        Duration outage =
                problems.read(place, "outage", spec.outage(), Durations::parse).orElse(Duration.ZERO);
        if (spec.alarm().isPresent()) {
            return problems.read(place, "alarm", spec.alarm().get(), Function.identity()).stream()
                    .flatMap(name -> problems.attempt(place, "alarm", () -> alarm(name)).stream()
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
                .map(probe -> new StopCondition(
                        "http " + names.fill(spec.http().get()), Optional.empty(), Optional.of(probe), outage));
    }

    private Optional<Duration> within(Place place, String raw) {
        return problems.read(place, "within", raw, Durations::parse);
    }

    private void needsFault(Place place) {
        if (experiment.faults().isEmpty()) {
            problems.add(place, "is expected after a fault, but the test has no fault");
        }
    }

    private Signal signal(String name) {
        Address address = address("signal", name);
        return BackEnds.loaded().signal(address.scheme()).signal(name, address, names);
    }

    private Alarm alarm(String name) {
        Address address = address("alarm", name);
        return BackEnds.loaded().alarm(address.scheme()).alarm(name, address, names);
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

    /** Returns what is in alarm while a target is not healthy, if the profile says where that is to be seen. */
    private Optional<Alarm> health(String target) {
        return names.value("target." + target + ".health")
                .map(Address::parse)
                .map(address -> BackEnds.loaded().alarm(address.scheme()).alarm("health of " + target, address, names));
    }

    private Set<String> identities(String target) {
        return names.value("target." + target + ".identity")
                .map(list -> Stream.of(list.split(","))
                        .map(String::strip)
                        .filter(identity -> !identity.isEmpty())
                        .map(Planner::oneWriting)
                        .collect(Collectors.toSet()))
                .orElse(Set.of(target));
    }

    /** Addresses have many writings in IPv6; signals use that of Java. */
    private static String oneWriting(String identity) {
        if (!identity.contains(":") || !AddressRange.looksLike(identity) || identity.contains("/")) {
            return identity;
        }
        try {
            return InetAddress.getByName(identity).getHostAddress();
        } catch (UnknownHostException e) {
            return identity;
        }
    }
}
