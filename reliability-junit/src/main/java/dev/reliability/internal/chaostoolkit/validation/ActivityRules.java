package dev.reliability.internal.chaostoolkit.validation;

import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problems;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of one activity: its frame, its pauses, its tolerance, its provider. */
final class ActivityRules {
    private static final Set<String> KEYS = Set.of(
            "type",
            "name",
            "provider",
            "background",
            "pauses",
            "controls",
            "timeout",
            "tolerance",
            "dry",
            "configuration",
            "secrets");
    private static final double LONGEST_PAUSE = 9e9;
    private static final Set<String> PAUSES = Set.of("before", "after");

    private final Mode mode;
    private final Problems problems;
    private final ProviderRules providers;
    private final ToleranceRules tolerances;

    ActivityRules(Mode mode, Problems problems, FunctionRegistry functions) {
        this.mode = mode;
        this.problems = problems;
        this.providers = new ProviderRules(mode, problems, functions);
        this.tolerances = new ToleranceRules(mode, problems, this::tolerance);
    }

    void check(Map<String, @Nullable Object> activity, String pointer, boolean hypothesis) {
        if (activity.get("ref") != null) {
            reference(activity, pointer, hypothesis);
            return;
        }
        frame(activity, pointer);
        Object name = activity.get("name");
        boolean named = mode == Mode.STRICT
                ? name instanceof String
                // names that cannot be looked up; nobody looks up rollbacks
                : pointer.startsWith("/rollbacks") || (!(name instanceof List) && !(name instanceof Map));
        if (!PythonValues.truth(name) || !named) {
            problems.add(Pointers.child(pointer, "name"), "an activity has a name, a text that is not empty");
        }
        providers.check(activity.get("provider"), Pointers.child(pointer, "provider"));
        String at = Pointers.child(pointer, "tolerance");
        if (!hypothesis) {
            if (mode == Mode.STRICT && activity.containsKey("tolerance")) {
                problems.add(at, "a tolerance has an effect on probes of the hypothesis only; move the probe there");
            }
        } else if (activity.containsKey("tolerance")) {
            tolerances.check(activity.get("tolerance"), at);
            if (mode == Mode.STRICT) {
                TargetRules.check(activity.get("provider"), activity.get("tolerance"), at, problems);
            }
        } else {
            problems.add(at, "a probe of the hypothesis has a tolerance");
        }
    }

    /** A probe that brings configuration needs no name. */
    void checkUnnamed(Map<String, @Nullable Object> activity, String pointer) {
        frame(activity, pointer);
        providers.check(activity.get("provider"), Pointers.child(pointer, "provider"));
    }

    private void tolerance(Map<String, @Nullable Object> probe, String pointer) {
        Map<String, @Nullable Object> judged = Values.mutable(probe);
        Map<String, Object> provider = Values.asMap(probe.get("provider"));
        if (provider != null && mode == Mode.STRICT) {
            // the value to judge arrives as an argument that the file need not write
            Map<String, Object> written = Values.asMap(provider.getOrDefault("arguments", Map.of()));
            if (written == null) {
                problems.add(
                        Pointers.child(Pointers.child(pointer, "provider"), "arguments"),
                        "the arguments of a probe that is a tolerance are an object, to which the value is added");
            } else if ("python".equals(provider.get("type"))) {
                Map<String, @Nullable Object> called = Values.mutable(provider);
                Map<String, @Nullable Object> arguments = Values.mutable(written);
                arguments.putIfAbsent("value", null);
                called.put("arguments", arguments);
                judged.put("provider", called);
            }
        }
        check(judged, pointer, false);
    }

    private void reference(Map<String, @Nullable Object> activity, String pointer, boolean hypothesis) {
        if (!(activity.get("ref") instanceof String ref) || ref.isEmpty()) {
            problems.add(Pointers.child(pointer, "ref"), "ref names an activity, as a text that is not empty");
        }
        if (mode == Mode.STRICT) {
            // a type beside it changes nothing, and a well-known tutorial has it
            Keys.onlyKnown(activity, Set.of("ref", "type"), pointer, problems);
            if (hypothesis) {
                problems.add(pointer, "a probe of the hypothesis is written out, with its tolerance");
            }
        } else if (hypothesis && !activity.containsKey("tolerance")) {
            problems.add(Pointers.child(pointer, "tolerance"), "a probe of the hypothesis has a tolerance");
        }
    }

    private void frame(Map<String, @Nullable Object> activity, String pointer) {
        if (mode == Mode.STRICT) {
            Keys.onlyKnown(activity, KEYS, pointer, problems);
            Keys.notDry(activity, pointer, problems);
        }
        Object type = activity.get("type");
        if (!"probe".equals(type) && !"action".equals(type)) {
            problems.add(
                    Pointers.child(pointer, "type"),
                    "an activity has the type probe or action; got " + PythonText.repr(type));
        }
        Object timeout = activity.get("timeout");
        if (timeout != null && !PythonValues.isNumber(timeout)) {
            problems.add(Pointers.child(pointer, "timeout"), "the timeout of an activity is a number of seconds");
        }
        if (activity.containsKey("background") && !(activity.get("background") instanceof Boolean)) {
            problems.add(Pointers.child(pointer, "background"), "background is true or false");
        }
        if (activity.get("pauses") != null) {
            pauses(activity.get("pauses"), Pointers.child(pointer, "pauses"));
        }
    }

    private void pauses(@Nullable Object written, String pointer) {
        Map<String, Object> pauses = Values.asMap(written);
        if (pauses == null) {
            problems.add(pointer, "pauses is an object with before and after");
            return;
        }
        if (mode == Mode.STRICT) {
            Keys.onlyKnown(pauses, PAUSES, pointer, problems);
        }
        for (String which : PAUSES) {
            Object pause = pauses.get(which);
            boolean template = pause instanceof String text && text.startsWith("${") && text.endsWith("}");
            boolean wrong = pause instanceof String
                    ? !template
                    : mode == Mode.STRICT
                            && pause != null
                            && !(pause instanceof Number seconds
                                    && seconds.doubleValue() >= 0
                                    && seconds.doubleValue() <= LONGEST_PAUSE);
            if (wrong) {
                problems.add(
                        Pointers.child(pointer, which),
                        "a pause is a number of seconds, or a template such as ${pause}; got "
                                + PythonText.repr(pause));
            }
        }
    }
}
