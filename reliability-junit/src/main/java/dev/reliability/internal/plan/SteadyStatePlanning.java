package dev.reliability.internal.plan;

import dev.reliability.experiment.Place;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.internal.http.HttpHeaders;
import dev.reliability.internal.http.HttpProbe;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Probe;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resolves and checks steady states. */
final class SteadyStatePlanning {

    private static final Pattern PERCENTAGE = Pattern.compile("(-?\\d{1,9}(?:\\.\\d{1,9})?)\\s*%");

    private final Names names;
    private final Problems problems;
    private final NumberRules numbers;
    private final Opened opened;
    private final Set<String> taken = new HashSet<>();

    SteadyStatePlanning(Names names, Problems problems, NumberRules numbers, Opened opened) {
        this.names = names;
        this.problems = problems;
        this.numbers = numbers;
        this.opened = opened;
    }

    List<SteadyState> plan(List<SteadyStateSpec> specs) {
        List<SteadyState> planned = new ArrayList<>();
        specs.forEach(spec -> plan(spec).ifPresent(planned::add));
        return planned;
    }

    private Optional<SteadyState> plan(SteadyStateSpec spec) {
        Place place = spec.place();
        Optional<Probe> probe = probe(spec).map(opened::keep);
        Optional<Duration> timeout = positive(place, "timeout", spec.timeout());
        Optional<Duration> every = positive(place, "every", spec.every());
        Optional<Duration> outage = problems.read(place, "outage", spec.outage(), Durations::parse);
        Optional<Double> tolerate = problems.read(place, "tolerate", spec.tolerate(), SteadyStatePlanning::percentage);
        Optional<Duration> recoverWithin =
                problems.read(place, "recoverWithin", spec.recoverWithin(), Durations::parse);
        if (spec.when().isEmpty()) {
            problems.add(place, "when", "is empty: the steady state would never be looked at");
        }
        Optional<String> name = name(spec);
        if (probe.isEmpty()
                || timeout.isEmpty()
                || every.isEmpty()
                || outage.isEmpty()
                || tolerate.isEmpty()
                || recoverWithin.isEmpty()
                || name.isEmpty()) {
            return Optional.empty();
        }
        SteadyState state = new SteadyState(
                name.get(),
                probe.get(),
                timeout.get(),
                every.get(),
                outage.get(),
                tolerate.get(),
                recoverWithin.get(),
                spec.when(),
                spec.isChecked());
        numbers.check(place, state);
        return Optional.of(state);
    }

    private Optional<Probe> probe(SteadyStateSpec spec) {
        if (spec.probe().isPresent()) {
            return problems.ask(spec.place(), "probe", () -> spec.probe().get().apply(names));
        }
        String url = spec.http().orElse("");
        if (url.isBlank()) {
            problems.add(spec.place(), "http", "is missing: give the URL that must answer");
            return Optional.empty();
        }
        HttpHeaders headers = headers(spec);
        return problems.read(
                spec.place(),
                "http",
                url,
                filled -> HttpProbe.of(
                        filled, spec.method(), headers, spec.status(), host -> Resolvers.lookup(host, names)));
    }

    private HttpHeaders headers(SteadyStateSpec spec) {
        List<HttpHeaders.Entry> entries = new ArrayList<>();
        for (String header : spec.headers()) {
            problems.attempt(spec.place(), "headers", () -> HttpHeaders.Entry.parse(filled(header)))
                    .ifPresent(entries::add);
        }
        return HttpHeaders.of(entries);
    }

    /** Fills the placeholders of a header in; no problem shows what is in it. */
    private String filled(String header) {
        try {
            return names.fill(header);
        } catch (Names.UnclosedException e) {
            String name = header.contains(":") ? header.substring(0, header.indexOf(':')) : "";
            throw new IllegalArgumentException("header " + name + " has a placeholder that is not closed", e);
        }
    }

    private Optional<String> name(SteadyStateSpec spec) {
        String wanted = problems.read(spec.place(), "name", spec.displayName(), Function.identity())
                .orElse(spec.displayName());
        if (taken.add(wanted)) {
            return Optional.of(wanted);
        }
        if (spec.name().isPresent()) {
            problems.add(spec.place(), "name", "there are two steady states with the name \"" + wanted + "\"");
            return Optional.empty();
        }
        String longer = spec.method() + " " + spec.http().orElse("");
        for (int i = 2; !taken.add(longer); i++) {
            longer = wanted + " (" + i + ")";
        }
        return Optional.of(longer);
    }

    private Optional<Duration> positive(Place place, String attribute, String raw) {
        return problems.read(place, attribute, raw, text -> {
            Duration duration = Durations.parse(text);
            if (duration.toMillis() < 1) {
                throw new IllegalArgumentException("\"" + text + "\" is too short: the least is 1ms");
            }
            return duration;
        });
    }

    static double percentage(String text) {
        Matcher matcher = PERCENTAGE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a percentage: write 0%, 1% or 0.5%");
        }
        BigDecimal percent = new BigDecimal(matcher.group(1));
        if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not between 0% and 100%");
        }
        return percent.doubleValue() / 100;
    }
}
