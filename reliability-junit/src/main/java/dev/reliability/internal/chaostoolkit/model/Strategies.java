package dev.reliability.internal.chaostoolkit.model;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the section {@code runtime} of an experiment asks for; empty where it says nothing.
 *
 * @param hypothesis when the steady state is checked
 * @param rollbacks when rollbacks are played
 */
public record Strategies(Optional<HypothesisStrategy> hypothesis, Optional<RollbackStrategy> rollbacks) {

    /** When the steady state is checked. */
    public enum HypothesisStrategy {
        /** Before the method, as a gate, and after it. */
        DEFAULT,
        BEFORE_METHOD_ONLY,
        AFTER_METHOD_ONLY,
        DURING_METHOD_ONLY,
        /** Before, again and again during, and after the method. */
        CONTINUOUSLY,
        SKIP;

        public static final Set<String> NAMES = Set.of(
                "default", "before-method-only", "after-method-only", "during-method-only", "continuously", "skip");

        public boolean before() {
            return this == DEFAULT || this == BEFORE_METHOD_ONLY || this == CONTINUOUSLY;
        }

        public boolean during() {
            return this == DURING_METHOD_ONLY || this == CONTINUOUSLY;
        }

        public boolean after() {
            return this == DEFAULT || this == AFTER_METHOD_ONLY || this == CONTINUOUSLY;
        }

        /** The strategy of that name; {@code continously} is accepted, because the tool's command line is. */
        public static Optional<HypothesisStrategy> of(@Nullable Object name) {
            String known = "continously".equals(name) ? "continuously" : String.valueOf(name);
            return NAMES.contains(known) ? Optional.of(valueOf(constant(known))) : Optional.empty();
        }
    }

    /** When rollbacks are played. */
    public enum RollbackStrategy {
        /** Unless the run failed or was interrupted. */
        DEFAULT,
        ALWAYS,
        NEVER,
        /** Only when the steady state was lost. */
        DEVIATED;

        public static final Set<String> NAMES = Set.of("default", "always", "never", "deviated");

        public static Optional<RollbackStrategy> of(@Nullable Object name) {
            return NAMES.contains(String.valueOf(name))
                    ? Optional.of(valueOf(constant(String.valueOf(name))))
                    : Optional.empty();
        }
    }

    /** What that section says; empty where it says nothing. */
    public static Strategies of(@Nullable Object runtime) {
        Optional<RollbackStrategy> rollbacks = RollbackStrategy.of(strategy(runtime, "rollbacks"));
        return new Strategies(
                HypothesisStrategy.of(strategy(runtime, "hypothesis")),
                // the tool plays none for a strategy that it does not know
                rollbacks.isEmpty() && names(runtime, "rollbacks") ? Optional.of(RollbackStrategy.NEVER) : rollbacks);
    }

    private static boolean names(@Nullable Object runtime, String part) {
        return runtime instanceof Map<?, ?> map
                && map.get(part) instanceof Map<?, ?> settings
                && settings.containsKey("strategy");
    }

    private static @Nullable Object strategy(@Nullable Object runtime, String part) {
        return runtime instanceof Map<?, ?> map && map.get(part) instanceof Map<?, ?> settings
                ? settings.get("strategy")
                : null;
    }

    private static String constant(String name) {
        return name.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
