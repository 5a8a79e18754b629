package dev.reliability.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function by an experiment.
 *
 * <p>Values are what JSON can hold: {@code null}, {@link Boolean}, {@link Number}, {@link String}, {@link List} and
 * {@link Map}. Long work must end when its thread is interrupted: that is how an experiment is cancelled.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface FunctionCall {
    /** Returns all arguments by name, defaults included; immutable. */
    Map<String, @Nullable Object> arguments();

    /** Returns the configuration of the experiment, resolved; immutable. */
    Map<String, @Nullable Object> configuration();

    /** Returns the secrets of the groups that the activity names, merged; immutable. Never log them. */
    Map<String, @Nullable Object> secrets();

    /**
     * Tells whether the experiment is judged as a test. A function then fails wherever it proved or changed nothing,
     * also where the Python original returns an empty answer or logs an error and carries on.
     */
    boolean strict();

    /** Returns the system that the experiment runs against; one without targets by default. */
    default ExperimentSystem system() {
        return ExperimentSystem.NONE;
    }

    /** Returns an environment variable as processes of this experiment see it. */
    Optional<String> environment(String name);

    /** Sets an environment variable for later activities of this experiment; the JVM's own stay as they are. */
    void environment(String name, String value);

    /**
     * Returns an argument as a text.
     *
     * @throws FunctionFailedException when it is absent or not a text
     */
    default String text(String name) {
        Object value = arguments().get(name);
        if (value instanceof String text) {
            return text;
        }
        throw new FunctionFailedException("the argument '" + name + "' must be a text, got " + value);
    }

    /** Returns an argument as a text, or nothing when it is null. */
    default Optional<String> optionalText(String name) {
        return arguments().get(name) == null ? Optional.empty() : Optional.of(text(name));
    }

    /**
     * Returns an argument as a number.
     *
     * @throws FunctionFailedException when it is absent or not a number
     */
    default Number number(String name) {
        Object value = arguments().get(name);
        if (value instanceof Number number) {
            return number;
        }
        throw new FunctionFailedException("the argument '" + name + "' must be a number, got " + value);
    }

    /**
     * Returns an argument as a yes or no.
     *
     * @throws FunctionFailedException when it is not a boolean
     */
    default boolean flag(String name) {
        Object value = arguments().get(name);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new FunctionFailedException("the argument '" + name + "' must be true or false, got " + value);
    }
}
