package dev.reliability.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * A function that experiments may call, with the names of its parameters.
 *
 * <p>The parameters are those of the Python function, so that experiments written for it stay valid and mistakes in
 * them are found before anything runs.
 *
 * @see FunctionProvider
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class ExperimentFunction {
    private final String module;
    private final String name;
    private final List<Parameter> parameters;
    private final Optional<Predicate<FunctionCall>> condition;
    private final Body body;

    private ExperimentFunction(Builder builder, Body body) {
        this.module = builder.module;
        this.name = builder.name;
        this.parameters = List.copyOf(builder.parameters);
        this.condition = Optional.ofNullable(builder.condition);
        this.body = body;
    }

    /**
     * Begins the description of a function.
     *
     * @param module the Python module, such as {@code chaosk8s.pod.actions}
     * @param name the name in it, such as {@code terminate_pods}
     */
    public static Builder named(String module, String name) {
        return new Builder(module, name);
    }

    /** Returns the Python module, such as {@code chaosk8s.pod.actions}. */
    public String module() {
        return module;
    }

    /** Returns the name in the module, such as {@code terminate_pods}. */
    public String name() {
        return name;
    }

    /** Returns the parameters in the order of the Python function. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Returns which calls are for this function, or empty when all are. */
    public Optional<Predicate<FunctionCall>> condition() {
        return condition;
    }

    /**
     * Calls the function.
     *
     * @return what the Python function returns; anything JSON can hold
     * @throws Exception when the activity failed
     */
    public @Nullable Object call(FunctionCall call) throws Exception {
        return body.call(call);
    }

    @Override
    public String toString() {
        return module + "." + name;
    }

    /** What a function does. */
    @FunctionalInterface
    public interface Body {
        /**
         * Runs.
         *
         * @return the output of the activity; anything JSON can hold
         * @throws Exception when the activity failed; {@link FunctionFailedException} where its message says it all
         */
        @Nullable
        Object call(FunctionCall call) throws Exception;
    }

    /**
     * One parameter.
     *
     * @param name the name as experiments write it
     * @param required whether it has no default
     * @param fallback the default of an optional parameter
     */
    public record Parameter(String name, boolean required, @Nullable Object fallback) {}

    /** Collects the parameters of a function, in their order. */
    public static final class Builder {
        private final String module;
        private final String name;
        private final List<Parameter> parameters = new ArrayList<>();
        private @Nullable Predicate<FunctionCall> condition;

        private Builder(String module, String name) {
            this.module = module;
            this.name = name;
        }

        /** Adds parameters that every call must give. */
        public Builder required(String... names) {
            for (String parameter : names) {
                parameters.add(new Parameter(parameter, true, null));
            }
            return this;
        }

        /** Adds a parameter with its default. */
        public Builder optional(String parameter, @Nullable Object fallback) {
            parameters.add(new Parameter(parameter, false, fallback));
            return this;
        }

        /**
         * Leaves the calls for which this does not hold to another provider's function of the same name and parameters. It
         * still gets them where there is no other.
         */
        public Builder onlyWhere(Predicate<FunctionCall> newCondition) {
            condition = newCondition;
            return this;
        }

        /** Ends the description with what the function does. */
        public ExperimentFunction calling(Body body) {
            return new ExperimentFunction(this, body);
        }
    }
}
