package dev.reliability.internal.chaostoolkit.validation;

import dev.reliability.internal.chaostoolkit.ControlModules;
import dev.reliability.internal.chaostoolkit.DidYouMean;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problems;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of a whole experiment, without those of configuration and secrets. */
public final class ExperimentRules {
    private static final String HYPOTHESIS = "steady-state-hypothesis";
    private static final Set<String> KEYS = Set.of(
            "title",
            "description",
            "method",
            HYPOTHESIS,
            "rollbacks",
            "tags",
            "version",
            "contributions",
            "extensions",
            "configuration",
            "secrets",
            "controls",
            "runtime",
            "dry");
    private static final Set<String> WEIGHTS = Set.of("high", "medium", "low", "none");

    private final Mode mode;
    private final Problems problems;
    private final ActivityRules activities;
    private final ControlRules controls;

    /**
     * Rules for one file.
     *
     * @param controlModules the modules of controls that can be run
     */
    public ExperimentRules(Mode mode, Problems problems, FunctionRegistry functions, ControlModules controlModules) {
        this.mode = mode;
        this.problems = problems;
        this.activities = new ActivityRules(mode, problems, functions);
        this.controls = new ControlRules(mode, problems, controlModules);
    }

    public void check(@Nullable Object document) {
        Map<String, Object> root = Values.asMap(document);
        if (root == null || root.isEmpty()) {
            problems.add("", "an experiment is an object with at least title, description and method");
            return;
        }
        if (mode == Mode.STRICT) {
            Keys.onlyKnown(root, KEYS, "", problems);
            Keys.notDry(root, "", problems);
        }
        text(root, "title");
        text(root, "description");
        tags(root.get("tags"));
        extensions(root.get("extensions"));
        hypothesis(root);
        Object method = root.get("method");
        if (!(method instanceof List)) {
            problems.add("/method", "an experiment has a method, a list of activities that may be empty");
        }
        Set<String> names = names(root);
        steps(method, "/method", names, false);
        if (root.containsKey("rollbacks")) {
            Object rollbacks = root.get("rollbacks");
            boolean nothing =
                    mode == Mode.COMPAT && ("".equals(rollbacks) || Map.of().equals(rollbacks));
            if (!(rollbacks instanceof List) && !nothing) {
                problems.add("/rollbacks", "rollbacks is a list of activities");
            }
            steps(root.get("rollbacks"), "/rollbacks", names, false);
        }
        controls.check(root);
        if (mode == Mode.STRICT) {
            new RuntimeRules(mode, problems).check(root.get("runtime"));
            contributions(root.get("contributions"));
            dynamicConfiguration(root.get("configuration"));
        } else {
            new RuntimeRules(mode, problems).ofTheTool(root.get("runtime"));
            probesOfTheTool(root.get("configuration"));
        }
    }

    private void probesOfTheTool(@Nullable Object configuration) {
        Map<String, Object> definitions = Values.asMap(configuration);
        if (definitions == null) {
            return;
        }
        definitions.forEach((name, definition) -> {
            boolean typed = definition instanceof Map<?, ?> probe
                    && probe.get("provider") instanceof Map<?, ?> provider
                    && provider.containsKey("type");
            if (definition instanceof Map<?, ?> probe && "probe".equals(probe.get("type")) && !typed) {
                problems.add(
                        Pointers.child(Pointers.child("/configuration", name), "provider"),
                        "a probe has a provider, an object with a type");
            }
        });
    }

    private void text(Map<String, @Nullable Object> map, String key) {
        Object value = map.get(key);
        boolean fine =
                mode == Mode.STRICT ? value instanceof String text && !text.isBlank() : PythonValues.truth(value);
        if (!fine) {
            problems.add("/" + key, "an experiment has a " + key + ", a text that is not empty");
        }
    }

    private void tags(@Nullable Object tags) {
        boolean iterable = tags instanceof String || (tags instanceof Map<?, ?> map && !map.containsKey(""));
        if (!PythonValues.truth(tags) || (iterable && mode == Mode.COMPAT)) {
            return;
        }
        if (!(tags instanceof List<?> list)) {
            problems.add("/tags", "tags is a list of texts");
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof String tag) || tag.isEmpty()) {
                problems.add(Pointers.child("/tags", i), "a tag is a text that is not empty");
            }
        }
    }

    private void extensions(@Nullable Object extensions) {
        if (!PythonValues.truth(extensions)) {
            return;
        }
        if (!(extensions instanceof List<?> list)) {
            problems.add("/extensions", "extensions is a list of objects with a name");
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof Map<?, ?> map)
                    || !(map.get("name") instanceof String name)
                    || name.isBlank()) {
                problems.add(Pointers.child("/extensions", i), "an extension has a name that is not blank");
            }
        }
    }

    private void hypothesis(Map<String, @Nullable Object> root) {
        if (!root.containsKey(HYPOTHESIS)) {
            return;
        }
        String at = "/" + HYPOTHESIS;
        Map<String, Object> hypothesis = Values.asMap(root.get(HYPOTHESIS));
        if (hypothesis == null) {
            problems.add(at, "the steady state hypothesis is an object with title and probes; leave it out for none");
            return;
        }
        if (mode == Mode.STRICT) {
            Keys.onlyKnown(hypothesis, Set.of("title", "probes", "controls"), at, problems);
        }
        if (!PythonValues.truth(hypothesis.get("title"))) {
            problems.add(Pointers.child(at, "title"), "the steady state hypothesis has a title");
        }
        Object probes = hypothesis.get("probes");
        boolean nothing = probes == null && (mode == Mode.STRICT || !hypothesis.containsKey("probes"));
        if (!nothing && !(probes instanceof List)) {
            problems.add(Pointers.child(at, "probes"), "probes is a list");
        } else if (mode == Mode.STRICT && !PythonValues.truth(probes)) {
            problems.add(Pointers.child(at, "probes"), "a hypothesis without probes proves nothing");
        }
        steps(probes, Pointers.child(at, "probes"), names(root), true);
    }

    private void steps(@Nullable Object list, String pointer, Set<String> names, boolean hypothesis) {
        if (!(list instanceof List<?> steps)) {
            return;
        }
        for (int i = 0; i < steps.size(); i++) {
            String at = Pointers.child(pointer, i);
            Map<String, Object> step = Values.asMap(steps.get(i));
            if (step == null || step.isEmpty()) {
                problems.add(at, "an activity is an object with type, name and provider, or with ref");
                continue;
            }
            activities.check(step, at, hypothesis);
            boolean checked = mode == Mode.STRICT || pointer.equals("/method");
            if (checked && step.get("ref") instanceof String ref && !ref.isEmpty() && !names.contains(ref)) {
                problems.add(
                        Pointers.child(at, "ref"),
                        "no activity of the method or the hypothesis is named '" + ref + "'"
                                + DidYouMean.hint(ref, names));
            }
        }
    }

    private static Set<String> names(Map<String, @Nullable Object> root) {
        Set<String> names = new HashSet<>();
        Map<String, Object> hypothesis = Values.asMap(root.get(HYPOTHESIS));
        for (Object list :
                new @Nullable Object[] {root.get("method"), hypothesis == null ? null : hypothesis.get("probes")}) {
            if (list instanceof List<?> steps) {
                for (Object step : steps) {
                    if (step instanceof Map<?, ?> map && map.get("name") instanceof String name) {
                        names.add(name);
                    }
                }
            }
        }
        return names;
    }

    private void contributions(@Nullable Object contributions) {
        if (contributions == null) {
            return;
        }
        Map<String, Object> weights = Values.asMap(contributions);
        if (weights == null) {
            problems.add("/contributions", "contributions is an object of names and weights");
            return;
        }
        weights.forEach((name, weight) -> {
            if (!WEIGHTS.contains(String.valueOf(weight))) {
                problems.add(Pointers.child("/contributions", name), "a contribution is high, medium, low or none");
            }
        });
    }

    private void dynamicConfiguration(@Nullable Object configuration) {
        Map<String, Object> definitions = Values.asMap(configuration);
        if (definitions != null) {
            definitions.forEach((name, definition) -> {
                Map<String, Object> probe = Values.asMap(definition);
                if (probe != null && "probe".equals(probe.get("type"))) {
                    activities.checkUnnamed(probe, Pointers.child("/configuration", name));
                }
            });
        }
    }
}
