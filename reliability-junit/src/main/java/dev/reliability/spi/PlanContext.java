package dev.reliability.spi;

import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** What a back end may know while it plans: settings and profile values, looked up as placeholders are. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface PlanContext {

    /**
     * Looks up a value, such as {@code target.blue.health} or {@code reliability.deadline}, in properties of the test,
     * configuration parameters, system properties, environment and profile, in this order.
     *
     * @param name name of the value
     * @return the value with its placeholders resolved, or empty
     */
    Optional<String> value(String name);

    /**
     * Fills the placeholders {@code ${name}} and {@code ${name:default}} of a text in.
     *
     * @param text any text, with or without placeholders
     * @return the text without placeholders
     * @throws IllegalArgumentException if a placeholder has no value and no default, or refers to itself
     */
    String fill(String text);
}
