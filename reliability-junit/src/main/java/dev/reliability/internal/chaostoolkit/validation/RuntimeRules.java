package dev.reliability.internal.chaostoolkit.validation;

import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problems;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.model.Strategies.HypothesisStrategy;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules of what a file says of its own run: when the hypothesis is looked at, and when rollbacks are played. */
final class RuntimeRules {

    private final Mode mode;
    private final Problems problems;

    RuntimeRules(Mode mode, Problems problems) {
        this.mode = mode;
        this.problems = problems;
    }

    void check(@Nullable Object runtime) {
        Map<String, Object> settings = Values.asMap(runtime);
        if (settings == null) {
            if (runtime != null) {
                problems.add("/runtime", "runtime is an object with hypothesis and rollbacks");
            }
            return;
        }
        Keys.onlyKnown(settings, Set.of("hypothesis", "rollbacks"), "/runtime", problems);
        strategy(settings, "hypothesis", HypothesisStrategy.NAMES);
        strategy(settings, "rollbacks", RollbackStrategy.NAMES);
    }

    private void strategy(Map<String, @Nullable Object> runtime, String part, Set<String> names) {
        String at = Pointers.child("/runtime", part);
        if (!runtime.containsKey(part)) {
            return;
        }
        Map<String, Object> settings = Values.asMap(runtime.get(part));
        if (settings == null) {
            problems.add(at, part + " is an object with a strategy");
            return;
        }
        if (mode == Mode.STRICT) {
            Keys.onlyKnown(settings, Set.of("strategy"), at, problems);
        }
        Object strategy = settings.get("strategy");
        boolean known = part.equals("hypothesis")
                ? HypothesisStrategy.of(strategy).isPresent()
                : RollbackStrategy.of(strategy).isPresent();
        if (!known) {
            problems.add(
                    Pointers.child(at, "strategy"),
                    "a strategy is one of " + String.join(", ", new TreeSet<>(names)) + "; got "
                            + PythonText.repr(strategy));
        }
    }

    /** What the tool ends at with a traceback; it passes over any other mistake. */
    void ofTheTool(@Nullable Object runtime) {
        if (!PythonValues.truth(runtime)) {
            return;
        }
        Map<String, Object> settings = Values.asMap(runtime);
        if (settings == null) {
            problems.add("/runtime", "runtime is an object with hypothesis and rollbacks");
            return;
        }
        for (String part : List.of("hypothesis", "rollbacks")) {
            if (settings.containsKey(part) && !(settings.get(part) instanceof Map)) {
                problems.add(Pointers.child("/runtime", part), part + " is an object with a strategy");
            }
        }
        if (settings.get("hypothesis") instanceof Map<?, ?> hypothesis
                && hypothesis.containsKey("strategy")
                && HypothesisStrategy.of(hypothesis.get("strategy")).isEmpty()) {
            strategy(settings, "hypothesis", HypothesisStrategy.NAMES);
        }
    }
}
