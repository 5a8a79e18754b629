package dev.reliability.internal.chaostoolkit.validation;

import dev.reliability.internal.chaostoolkit.DidYouMean;
import dev.reliability.internal.chaostoolkit.Problems;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.substitution.Substitution;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Strict mode: a <code>${name}</code> that nothing stands for, or in a place where nothing is substituted. */
public final class ReferenceRules {
    private static final String HYPOTHESIS = "steady-state-hypothesis";
    private static final Map<String, Set<String>> SUBSTITUTED = Map.of(
            "http", Set.of("url", "headers", "timeout", "arguments"),
            "process", Set.of("arguments"),
            "python", Set.of("arguments"));

    private final Problems problems;
    private final Set<String> names;

    /**
     * Rules for one file.
     *
     * @param names everything that can be substituted
     */
    public ReferenceRules(Problems problems, Set<String> names) {
        this.problems = problems;
        this.names = names;
    }

    public void check(Map<String, @Nullable Object> root) {
        resolved(root.get("title"), "/title");
        Map<String, Object> hypothesis = Values.asMap(root.get(HYPOTHESIS));
        if (hypothesis != null) {
            steps(hypothesis.get("probes"), "/" + HYPOTHESIS + "/probes");
            controls(hypothesis.get("controls"), "/" + HYPOTHESIS + "/controls");
        }
        steps(root.get("method"), "/method");
        steps(root.get("rollbacks"), "/rollbacks");
        controls(root.get("controls"), "/controls");
    }

    private void steps(@Nullable Object list, String pointer) {
        if (list instanceof List<?> steps) {
            for (int i = 0; i < steps.size(); i++) {
                Map<String, Object> step = Values.asMap(steps.get(i));
                if (step != null) {
                    step(step, Pointers.child(pointer, i));
                }
            }
        }
    }

    private void step(Map<String, @Nullable Object> step, String pointer) {
        resolved(step.get("pauses"), Pointers.child(pointer, "pauses"));
        provider(step.get("provider"), Pointers.child(pointer, "provider"));
        controls(step.get("controls"), Pointers.child(pointer, "controls"));
        tolerance(step.get("tolerance"), Pointers.child(pointer, "tolerance"));
    }

    private void provider(@Nullable Object written, String pointer) {
        Map<String, Object> provider = Values.asMap(written);
        if (provider == null) {
            return;
        }
        Set<String> substituted = SUBSTITUTED.getOrDefault(String.valueOf(provider.get("type")), Set.of());
        boolean process = "process".equals(provider.get("type"));
        provider.forEach((key, value) -> {
            String at = Pointers.child(pointer, key);
            if (!substituted.contains(key)) {
                literal(value, at);
            } else if (process && value instanceof String line) {
                shell(line, at);
            } else {
                resolved(value, at);
            }
        });
    }

    private void tolerance(@Nullable Object tolerance, String pointer) {
        if (tolerance instanceof String) {
            resolved(tolerance, pointer);
            return;
        }
        Map<String, Object> rule = Values.asMap(tolerance);
        if (rule == null) {
            literal(tolerance, pointer);
            return;
        }
        Set<String> substituted = Set.of("pattern", "path", "expect");
        rule.forEach((key, value) -> {
            String at = Pointers.child(pointer, key);
            if (key.equals("provider")) {
                provider(value, at);
            } else if (substituted.contains(key)) {
                resolved(value, at);
            } else if (!key.equals("name")) {
                literal(value, at);
            }
        });
    }

    private void controls(@Nullable Object list, String pointer) {
        if (list instanceof List<?> controls) {
            for (int i = 0; i < controls.size(); i++) {
                if (controls.get(i) instanceof Map<?, ?> control
                        && control.get("provider") instanceof Map<?, ?> provider) {
                    resolved(provider.get("arguments"), Pointers.child(pointer, i) + "/provider/arguments");
                }
            }
        }
    }

    private void resolved(@Nullable Object value, String pointer) {
        if (value instanceof String text) {
            Substitution.references(text).forEach(name -> known(name, pointer));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                resolved(list.get(i), Pointers.child(pointer, i));
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> resolved(element, Pointers.child(pointer, String.valueOf(key))));
        }
    }

    /** A text for a shell may use the shell's own expansions, such as <code>${x:-y}</code>. */
    private void shell(String line, String pointer) {
        Substitution.references(line).stream().filter(Substitution::isName).forEach(name -> known(name, pointer));
    }

    private void known(String name, String pointer) {
        if (!Substitution.isName(name)) {
            problems.add(
                    pointer,
                    "${" + name + "} is not substituted: a name has letters, digits and underscores only;"
                            + " write $${...} to mean it literally");
        } else if (!names.contains(name)) {
            problems.add(
                    pointer,
                    "${" + name + "} is neither in the configuration nor in the secrets"
                            + DidYouMean.hint(name, names));
        }
    }

    private void literal(@Nullable Object value, String pointer) {
        if (value instanceof String text && !Substitution.references(text).isEmpty()) {
            problems.add(pointer, "nothing is substituted here, '" + text + "' would be taken literally");
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                literal(list.get(i), Pointers.child(pointer, i));
            }
        }
    }
}
