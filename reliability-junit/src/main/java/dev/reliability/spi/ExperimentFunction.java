package dev.reliability.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * A function that experiments may call, with its parameters.
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
    private final Function<FunctionCall, List<String>> check;
    private final Body body;

    private ExperimentFunction(Builder builder, Body body) {
        this.module = builder.module;
        this.name = builder.name;
        this.parameters = List.copyOf(builder.collected());
        this.condition = Optional.ofNullable(builder.condition);
        this.check = builder.check;
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
     * Returns what makes a call impossible, as far as that is known before the experiment begins; a sentence each, none when it can be
     * made.
     *
     * @param call the call, with its arguments in place of all references
     */
    public List<String> problems(FunctionCall call) {
        return List.copyOf(check.apply(call));
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

    /** What an argument may be. A strict experiment is checked for it before anything runs, quoted numbers included. */
    public enum ArgumentType {
        /** A text. */
        TEXT,
        /** A number, whole or not. */
        NUMBER,
        /** A whole number. */
        INTEGER,
        /** True or false. */
        BOOLEAN,
        /** A list. */
        LIST,
        /** An object of names and values. */
        OBJECT,
        /** Anything that JSON can hold. */
        ANY
    }

    /**
     * One parameter.
     *
     * @param name the name as experiments write it
     * @param type what its argument may be
     * @param required whether it has no default
     * @param fallback the default of an optional parameter; where it is null, an argument may be null too
     */
    public record Parameter(String name, ArgumentType type, boolean required, @Nullable Object fallback) {}

    /**
     * Collects the parameters of a function, in their order. A back end whose functions have more in common than that describes them by
     * an extension of its own, and hands that to {@link Builder#taking}.
     *
     * @param <B> the extension
     */
    public abstract static class Parameters<B extends Parameters<B>> {
        private final List<Parameter> parameters = new ArrayList<>();

        /** No parameters yet. */
        protected Parameters() {}

        /** Returns this, as what it is. */
        protected abstract B self();

        final List<Parameter> collected() {
            return parameters;
        }

        /** Adds parameters that every call must give, of any type. */
        public B required(String... names) {
            return required(ArgumentType.ANY, names);
        }

        /** Adds parameters of one type that every call must give. */
        public B required(ArgumentType type, String... names) {
            for (String parameter : names) {
                parameters.add(new Parameter(parameter, type, true, null));
            }
            return self();
        }

        /** Adds a parameter with its default, and of the default's type; of any type where that is null. */
        public B optional(String parameter, @Nullable Object fallback) {
            return optional(typeOf(fallback), parameter, fallback);
        }

        /** Adds a parameter with its type and default. */
        public B optional(ArgumentType type, String parameter, @Nullable Object fallback) {
            parameters.add(new Parameter(parameter, type, false, fallback));
            return self();
        }

        /** Adds parameters of one type that may be null, and are by default. */
        public B nullable(ArgumentType type, String... names) {
            for (String parameter : names) {
                optional(type, parameter, null);
            }
            return self();
        }

        private static ArgumentType typeOf(@Nullable Object fallback) {
            if (fallback instanceof String) {
                return ArgumentType.TEXT;
            }
            if (fallback instanceof Boolean) {
                return ArgumentType.BOOLEAN;
            }
            if (fallback instanceof Double || fallback instanceof Float) {
                return ArgumentType.NUMBER;
            }
            if (fallback instanceof Number) {
                return ArgumentType.INTEGER;
            }
            if (fallback instanceof List) {
                return ArgumentType.LIST;
            }
            return fallback instanceof Map ? ArgumentType.OBJECT : ArgumentType.ANY;
        }
    }

    /** Describes a function. */
    public static final class Builder extends Parameters<Builder> {
        private final String module;
        private final String name;
        private @Nullable Predicate<FunctionCall> condition;
        private Function<FunctionCall, List<String>> check = call -> List.of();

        private Builder(String module, String name) {
            this.module = module;
            this.name = name;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /** Adds the parameters that were collected elsewhere. */
        public Builder taking(Parameters<?> others) {
            collected().addAll(others.collected());
            return this;
        }

        /**
         * Has strict experiments checked before they begin, when nothing was touched yet. What calls need of the system belongs here:
         * what cannot work is then not found in the middle of an experiment.
         *
         * @param newCheck returns what is wrong, a sentence each
         */
        public Builder checking(Function<FunctionCall, List<String>> newCheck) {
            check = newCheck;
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
