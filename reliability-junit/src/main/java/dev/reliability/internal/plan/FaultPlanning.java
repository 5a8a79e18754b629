package dev.reliability.internal.plan;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.FaultSpec.Attribute;
import dev.reliability.experiment.Place;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Resolves and checks faults, and what they exclude. */
final class FaultPlanning {

    private final Problems problems;
    private final TargetPlanning targets;
    private final Guards guards;
    private final Set<String> taken = new HashSet<>();

    FaultPlanning(Problems problems, TargetPlanning targets, Guards guards) {
        this.problems = problems;
        this.guards = guards;
        this.targets = targets;
    }

    List<PlannedFault> plan(List<FaultSpec> specs) {
        List<PlannedFault> planned = new ArrayList<>();
        if (!specs.isEmpty()) {
            guards.checkProfile();
        }
        specs.forEach(spec -> plan(spec).ifPresent(planned::add));
        checkExclusions(planned);
        guards.checkNumber(planned, targets.whole());
        return planned;
    }

    private Optional<PlannedFault> plan(FaultSpec spec) {
        Place place = spec.place();
        Optional<Map<String, Object>> attributes = attributes(spec);
        Optional<Duration> delay = problems.read(place, "delay", spec.delay(), Durations::parse);
        Optional<Duration> duration =
                spec.duration().flatMap(raw -> problems.read(place, "duration", raw, FaultPlanning::positive));
        boolean durationRead = spec.duration().isEmpty() || duration.isPresent();
        Optional<Target> target = problems.read(place, "target", spec.target(), targets::target);
        target.ifPresent(found -> guards.checkTarget(found, place));
        Optional<Target> fit = target.filter(found -> isFit(found, place));
        if (attributes.isEmpty() || delay.isEmpty() || !durationRead || fit.isEmpty()) {
            return Optional.empty();
        }
        String name = name(spec, fit.get());
        FaultRequest request = new FaultRequest(spec.kind(), name, duration, delay.get(), attributes.get());
        return problems.attempt(place, "target", () -> spec.planner().plan(fit.get(), request))
                .map(fault -> new PlannedFault(name, fit.get(), fault, duration, delay.get(), place));
    }

    private boolean isFit(Target target, Place place) {
        Optional<String> unfit = target.unfit();
        unfit.ifPresent(reason -> problems.add(place, "target", target.name() + " " + reason));
        return unfit.isEmpty();
    }

    private Optional<Map<String, Object>> attributes(FaultSpec spec) {
        Map<String, Object> values = new LinkedHashMap<>();
        boolean[] complete = {true};
        spec.attributes().forEach((attribute, written) -> {
            Optional<Object> value = value(spec.place(), attribute, written);
            value.ifPresent(found -> values.put(attribute, found));
            complete[0] &= value.isPresent();
        });
        return complete[0] ? Optional.of(values) : Optional.empty();
    }

    private Optional<Object> value(Place place, String attribute, Attribute written) {
        if (written.form() == FaultSpec.Form.LIST) {
            List<String> filled = new ArrayList<>();
            for (String text : written.texts()) {
                problems.read(place, attribute, text, String::strip).ifPresent(filled::add);
            }
            if (filled.stream().anyMatch(String::isEmpty)) {
                problems.add(place, attribute, "has an empty entry");
                return Optional.empty();
            }
            return filled.size() == written.texts().size() ? Optional.of(filled) : Optional.empty();
        }
        String text = written.texts().get(0);
        return switch (written.form()) {
            case NUMBER -> problems.read(place, attribute, text, filled -> (Object) number(filled, 0, 1_000_000));
            case PERCENT -> problems.read(place, attribute, text, filled -> (Object) number(filled, 1, 100));
            case FLAG -> problems.read(place, attribute, text, filled -> (Object) Boolean.valueOf(filled));
            case TIME -> problems.read(place, attribute, text, filled -> (Object) Durations.parse(filled));
            default -> problems.read(place, attribute, text, Function.<Object>identity()::apply);
        };
    }

    private static Integer number(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a whole number", e);
        }
        throw new IllegalArgumentException(text.strip() + " is not between " + least + " and " + most);
    }

    private static Duration positive(String text) {
        Duration duration = Durations.parse(text);
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException("\"" + text + "\" is too short: the fault would not last");
        }
        return duration;
    }

    private String name(FaultSpec spec, Target target) {
        String given = problems.read(spec.place(), "name", spec.name(), Function.identity())
                .orElse(spec.name());
        String wanted = given.isEmpty() ? spec.kind() + " of " + target.name() : given;
        if (taken.add(wanted)) {
            return wanted;
        }
        if (!spec.name().isEmpty()) {
            problems.add(spec.place(), "name", "there are two attacks with the name \"" + wanted + "\"");
        }
        String longer = wanted;
        for (int i = 2; !taken.add(longer); i++) {
            longer = wanted + " (" + i + ")";
        }
        return longer;
    }

    private void checkExclusions(List<PlannedFault> planned) {
        for (int i = 0; i < planned.size(); i++) {
            for (int j = i + 1; j < planned.size(); j++) {
                PlannedFault first = planned.get(i);
                PlannedFault second = planned.get(j);
                Fault a = first.fault();
                Fault b = second.fault();
                if (first.target().resource().equals(second.target().resource()) && (a.excludes(b) || b.excludes(a))) {
                    problems.add(
                            second.place(),
                            b.description() + " cannot be in force together with " + a.description() + " ("
                                    + first.place() + ")");
                }
            }
        }
    }
}
