package dev.reliability.internal.plan;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.FaultSpec.Attribute;
import dev.reliability.experiment.Place;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Target;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
    private final Duration longest;
    private final Set<String> taken = new HashSet<>();

    FaultPlanning(Problems problems, TargetPlanning targets, Guards guards, Duration longest) {
        this.problems = problems;
        this.guards = guards;
        this.targets = targets;
        this.longest = longest;
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
        Optional<Target> target = problems.read(place, "target", spec.target(), Function.identity())
                .flatMap(name -> problems.ask(place, "target", () -> targets.target(name)));
        Optional<Target> fit = target.filter(found -> problems.ask(place, "target", () -> isAllowedAndFit(found, place))
                .orElse(false));
        if (attributes.isEmpty() || delay.isEmpty() || !durationRead || fit.isEmpty()) {
            return Optional.empty();
        }
        String name = name(spec, fit.get());
        Optional<Duration> atMost = duration.filter(given -> spec.span() == FaultSpec.Span.AT_MOST);
        Optional<Duration> atLeast = duration.filter(given -> spec.span() == FaultSpec.Span.AT_LEAST);
        FaultRequest request = new FaultRequest(spec.kind(), name, atMost, delay.get(), longest, attributes.get());
        return problems.ask(
                place,
                "target",
                () -> new PlannedFault(
                        name,
                        fit.get(),
                        spec.planner().plan(fit.get(), request),
                        atMost,
                        atLeast,
                        delay.get(),
                        place,
                        request,
                        targets.remembered(fit.get()),
                        Set.copyOf(fit.get().resources())));
    }

    private boolean isAllowedAndFit(Target target, Place place) {
        guards.checkTarget(target, place);
        Optional<String> unfit = target.unfit();
        unfit.ifPresent(reason -> problems.addUnfit(place, target.name() + " " + reason));
        return unfit.isEmpty();
    }

    private Optional<Map<String, Object>> attributes(FaultSpec spec) {
        Map<String, Object> values = new LinkedHashMap<>();
        boolean[] complete = {true};
        spec.attributes().forEach((attribute, written) -> {
            Optional<Optional<Object>> value = value(spec.place(), attribute, written);
            value.flatMap(found -> found).ifPresent(found -> values.put(attribute, found));
            complete[0] &= value.isPresent();
        });
        return complete[0] ? Optional.of(values) : Optional.empty();
    }

    /** Reads a value, which may be absent. {@return empty if it has a problem} */
    private Optional<Optional<Object>> value(Place place, String attribute, Attribute written) {
        if (written.form() == FaultSpec.Form.LIST) {
            List<String> filled = new ArrayList<>();
            for (String text : written.texts()) {
                problems.read(place, attribute, text, String::strip).ifPresent(filled::add);
            }
            if (filled.stream().anyMatch(String::isEmpty)) {
                problems.add(place, attribute, "has an empty entry");
                return Optional.empty();
            }
            if (filled.contains("^")) {
                problems.add(
                        place,
                        attribute,
                        "\"^\" excludes nothing: write what is to be spared behind it, or leave it" + " out");
                return Optional.empty();
            }
            return filled.size() == written.texts().size() ? Optional.of(Optional.of(filled)) : Optional.empty();
        }
        return problems.read(
                place,
                attribute,
                written.texts().get(0),
                filled -> filled.isBlank() ? Optional.empty() : Optional.of(value(written.form(), filled)));
    }

    private static Object value(FaultSpec.Form form, String text) {
        return switch (form) {
            case NUMBER -> number(text);
            case PERCENT -> percent(text);
            case FLAG -> flag(text);
            case TIME -> Durations.parse(text);
            case TEXT, LIST -> text;
        };
    }

    private static Long number(String text) {
        try {
            long number = Long.parseLong(text.strip());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a whole number", e);
        }
        throw new IllegalArgumentException(text.strip() + " is less than 0");
    }

    private static Double percent(String text) {
        try {
            double percent = new BigDecimal(text.strip()).doubleValue();
            if (percent > 0 && percent <= 100) {
                return percent;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number", e);
        }
        throw new IllegalArgumentException(text.strip() + " is not above 0 and at most 100");
    }

    private static Boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        }
        return Boolean.valueOf(text);
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
                if (!Collections.disjoint(first.resources(), second.resources())) {
                    problems.ask(second.place(), "target", () -> exclusion(first, second))
                            .flatMap(why -> why)
                            .ifPresent(why -> problems.add(second.place(), why));
                }
            }
        }
    }

    private static Optional<String> exclusion(PlannedFault first, PlannedFault second) {
        Fault a = first.fault();
        Fault b = second.fault();
        return a.excludes(b) || b.excludes(a)
                ? Optional.of(b.description() + " cannot be in force together with " + a.description() + " ("
                        + first.place() + ")")
                : Optional.empty();
    }
}
