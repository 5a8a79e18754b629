package dev.reliability.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What a test asks of a target, with every placeholder resolved and every value checked for its form.
 *
 * @param kind the fault's kind: one of {@link FaultKind}, or a team's own
 * @param name name of the attack in the test; unique in the experiment
 * @param duration how long it lasts at most, or empty when the runner ends it as soon as it has shown what it was injected for
 * @param delay how long after the beginning of the injection phase it is injected
 * @param longest how long the experiment may last in all ({@code reliability.deadline}). What ends a fault without its
 *     controller, and what undoes one that has no duration, comes no earlier than this, and not much later
 * @param attributes what else the kind needs, such as those of {@link FaultAttribute}: {@code String}, {@code List<String>},
 *     {@code Long}, {@code Double} for percentages, {@code Boolean} or {@link Duration}. What was left empty is absent
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record FaultRequest(
        String kind,
        String name,
        Optional<Duration> duration,
        Duration delay,
        Duration longest,
        Map<String, Object> attributes) {

    /** Copies the attributes. */
    public FaultRequest {
        attributes = Map.copyOf(attributes);
    }

    /**
     * Returns an attribute of a type, such as {@code find("cores", Long.class)}; empty if it is absent.
     *
     * @throws IllegalArgumentException if it is of another type
     */
    public <T> Optional<T> find(String attribute, Class<T> type) {
        Object value = attributes.get(attribute);
        if (value != null && !type.isInstance(value)) {
            throw new IllegalArgumentException("the attribute " + attribute + " of a " + kind + " is a "
                    + value.getClass().getSimpleName() + ", not a " + type.getSimpleName());
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    private <T> T get(String attribute, Class<T> type) {
        return find(attribute, type)
                .orElseThrow(() -> new IllegalArgumentException("a " + kind + " has no attribute " + attribute));
    }

    /** Returns a text. */
    public String text(String attribute) {
        return get(attribute, String.class);
    }

    /** Returns a text, or empty if it is absent. */
    public Optional<String> optionalText(String attribute) {
        return find(attribute, String.class);
    }

    /** Returns a list, such as {@code hosts}; empty if it is absent. */
    public List<String> list(String attribute) {
        return find(attribute, List.class)
                .map(all -> ((List<?>) all).stream().map(String::valueOf).toList())
                .orElse(List.of());
    }

    /** Returns a whole number. */
    public long number(String attribute) {
        return get(attribute, Long.class);
    }

    /** Returns a whole number, or empty if it is absent. */
    public OptionalLong optionalNumber(String attribute) {
        return find(attribute, Long.class).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** Returns a percentage, above 0 and at most 100, which may be a fraction: {@code 0.5}. */
    public double percent(String attribute) {
        return get(attribute, Double.class);
    }

    /** Returns a percentage, or empty if it is absent. */
    public OptionalDouble optionalPercent(String attribute) {
        return find(attribute, Double.class).map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** Returns a yes or no; no if it is absent. */
    public boolean flag(String attribute) {
        return find(attribute, Boolean.class).orElse(false);
    }

    /** Returns a duration other than {@code duration} and {@code delay}. */
    public Duration time(String attribute) {
        return get(attribute, Duration.class);
    }

    /** Returns a duration, or empty if it is absent. */
    public Optional<Duration> optionalTime(String attribute) {
        return find(attribute, Duration.class);
    }
}
