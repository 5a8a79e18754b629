package dev.reliability.spi;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What a test asks of a target, with every placeholder resolved and every value checked for its form.
 *
 * @param kind the fault's kind: {@code blackhole}, {@code shutdown}, {@code cpu}, …
 * @param name name of the attack in the test; unique in the experiment
 * @param duration how long it lasts at most, or empty when it lasts until the test body is done
 * @param delay how long after the beginning of the injection phase it is injected
 * @param attributes what else the kind needs: {@code String}, {@code List<String>}, {@code Integer}, {@code Boolean} or
 *     {@link Duration}
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record FaultRequest(
        String kind, String name, Optional<Duration> duration, Duration delay, Map<String, Object> attributes) {

    /** Copies the attributes. */
    public FaultRequest {
        attributes = Map.copyOf(attributes);
    }

    /** Returns an attribute of a type, such as {@code attribute("cores", Integer.class)}. */
    public <T> T attribute(String attribute, Class<T> type) {
        Object value = attributes.get(attribute);
        if (value == null) {
            throw new IllegalArgumentException("a " + kind + " has no attribute " + attribute);
        }
        return type.cast(value);
    }

    /** Returns a text attribute. */
    public String text(String attribute) {
        return attribute(attribute, String.class);
    }

    /** Returns a list attribute, such as {@code hosts}; empty when it is absent. */
    public List<String> list(String attribute) {
        Object value = attributes.get(attribute);
        return value == null
                ? List.of()
                : ((List<?>) value).stream().map(String::valueOf).toList();
    }

    /** Returns a whole number. */
    public int number(String attribute) {
        return attribute(attribute, Integer.class);
    }

    /** Returns a yes or no. */
    public boolean flag(String attribute) {
        return attribute(attribute, Boolean.class);
    }

    /** Returns a duration attribute other than {@code duration} and {@code delay}. */
    public Duration time(String attribute) {
        return attribute(attribute, Duration.class);
    }
}
