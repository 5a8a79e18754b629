package dev.reliability.internal.chaostoolkit.validation;

import dev.reliability.internal.chaostoolkit.ControlModules;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problems;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of controls, wherever in an experiment they stand. */
final class ControlRules {
    private static final Set<String> KEYS = Set.of("name", "provider", "scope", "automatic", "ref");
    private static final String HYPOTHESIS = "steady-state-hypothesis";

    private final Mode mode;
    private final Problems problems;
    private final ControlModules modules;

    ControlRules(Mode mode, Problems problems, ControlModules modules) {
        this.mode = mode;
        this.problems = problems;
        this.modules = modules;
    }

    void check(Map<String, @Nullable Object> root) {
        Map<String, Map<String, @Nullable Object>> all = new LinkedHashMap<>();
        collect(root, "", all);
        Map<String, Object> hypothesis = Values.asMap(root.get(HYPOTHESIS));
        if (hypothesis != null) {
            collect(hypothesis, "/" + HYPOTHESIS, all);
            steps(hypothesis.get("probes"), "/" + HYPOTHESIS + "/probes", all);
        }
        steps(root.get("method"), "/method", all);
        steps(root.get("rollbacks"), "/rollbacks", all);
        Set<String> names = new HashSet<>();
        all.values().forEach(control -> {
            if (!control.containsKey("ref") && control.get("name") instanceof String name) {
                names.add(name);
            }
        });
        all.forEach((pointer, control) -> control(control, pointer, names));
    }

    private void steps(@Nullable Object list, String pointer, Map<String, Map<String, @Nullable Object>> into) {
        if (list instanceof List<?> steps) {
            for (int i = 0; i < steps.size(); i++) {
                Map<String, Object> step = Values.asMap(steps.get(i));
                if (step != null) {
                    collect(step, Pointers.child(pointer, i), into);
                }
            }
        }
    }

    private void collect(
            Map<String, @Nullable Object> owner, String pointer, Map<String, Map<String, @Nullable Object>> into) {
        if (!owner.containsKey("controls")) {
            return;
        }
        String at = Pointers.child(pointer, "controls");
        if (mode == Mode.COMPAT && (Map.of().equals(owner.get("controls")) || "".equals(owner.get("controls")))) {
            return;
        }
        if (!(owner.get("controls") instanceof List<?> controls)) {
            problems.add(at, "controls is a list");
            return;
        }
        List<?> copy = new ArrayList<Object>(controls);
        for (int i = 0; i < copy.size(); i++) {
            Map<String, Object> control = Values.asMap(copy.get(i));
            if (control == null) {
                problems.add(Pointers.child(at, i), "a control is an object with name and provider");
            } else {
                into.put(Pointers.child(at, i), control);
            }
        }
    }

    private void control(Map<String, @Nullable Object> control, String pointer, Set<String> names) {
        boolean strict = mode == Mode.STRICT;
        if (strict) {
            Keys.onlyKnown(control, KEYS, pointer, problems);
        }
        if (control.containsKey("ref")) {
            if (!names.contains(String.valueOf(control.get("ref")))) {
                problems.add(
                        Pointers.child(pointer, "ref"), "no control is named " + PythonText.repr(control.get("ref")));
            }
            if (strict) {
                return;
            }
        }
        if (strict ? !(control.get("name") instanceof String) : !control.containsKey("name")) {
            problems.add(Pointers.child(pointer, "name"), "a control has a name");
        }
        Map<String, Object> provider = Values.asMap(control.get("provider"));
        if (provider == null) {
            problems.add(Pointers.child(pointer, "provider"), "a control has a provider");
            return;
        }
        Object scope = control.get("scope");
        if (PythonValues.truth(scope) && !Set.of("before", "after").contains(String.valueOf(scope))) {
            problems.add(Pointers.child(pointer, "scope"), "the scope of a control is before or after");
        }
        provider(provider, Pointers.child(pointer, "provider"));
        if (provider.get("module") instanceof String module) {
            modules.problems(module, control)
                    .forEach(problem -> problems.add(
                            pointer, "the control " + PythonText.repr(control.get("name")) + ": " + problem));
        }
    }

    private void provider(Map<String, @Nullable Object> provider, String pointer) {
        if (!"python".equals(provider.get("type"))) {
            if (mode == Mode.STRICT) {
                problems.add(Pointers.child(pointer, "type"), "the provider of a control has the type python");
            }
            return;
        }
        if (!(provider.get("module") instanceof String module) || module.isEmpty()) {
            problems.add(Pointers.child(pointer, "module"), "the provider of a control has a module");
        } else if (mode == Mode.STRICT && !modules.knows(module)) {
            problems.add(
                    Pointers.child(pointer, "module"),
                    "the control module '" + module + "' has no implementation here");
        }
    }
}
