package dev.reliability.internal.chaostoolkit.validation;

import dev.reliability.internal.chaostoolkit.configuration.ConfigurationLoader.Configuration;
import dev.reliability.internal.chaostoolkit.configuration.Overrides;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.model.Activity;
import dev.reliability.internal.chaostoolkit.model.Control;
import dev.reliability.internal.chaostoolkit.model.ExperimentFile;
import dev.reliability.internal.chaostoolkit.model.Hypothesis;
import dev.reliability.internal.chaostoolkit.model.Strategies;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a document without problems into the model. */
public final class ModelBuilder {
    private static final String HYPOTHESIS = "steady-state-hypothesis";

    private final String file;
    private final Map<String, @Nullable Object> root;
    private final Map<String, Map<String, @Nullable Object>> named = new HashMap<>();
    private final Map<String, Map<String, @Nullable Object>> controls = new HashMap<>();

    public ModelBuilder(String file, Map<String, @Nullable Object> root) {
        this.file = file;
        this.root = root;
        Map<String, Object> hypothesis = Values.asMap(root.get(HYPOTHESIS));
        remember(root.get("method"), named);
        remember(hypothesis == null ? null : hypothesis.get("probes"), named);
        remember(root.get("controls"), controls);
    }

    public ExperimentFile build(
            Configuration configuration, Map<String, @Nullable Object> secrets, Overrides overrides) {
        Map<String, Object> hypothesis = Values.asMap(root.get(HYPOTHESIS));
        List<String> tags = new ArrayList<>();
        objects(root.get("tags")).forEach(tag -> tags.add(PythonText.str(tag)));
        return new ExperimentFile(
                file,
                root,
                PythonText.str(root.get("title")),
                PythonText.str(root.get("description")),
                List.copyOf(tags),
                hypothesis == null
                        ? Optional.empty()
                        : Optional.of(new Hypothesis(
                                PythonText.str(hypothesis.get("title")),
                                activities(hypothesis.get("probes"), "/" + HYPOTHESIS + "/probes"),
                                controls(hypothesis.get("controls"), "/" + HYPOTHESIS + "/controls"))),
                activities(root.get("method"), "/method"),
                activities(root.get("rollbacks"), "/rollbacks"),
                Values.immutable(configuration.values()),
                configuration.written(),
                Values.immutable(secrets),
                overrides.environment(),
                controls(root.get("controls"), "/controls"),
                Strategies.of(root.get("runtime")));
    }

    private List<Activity> activities(@Nullable Object list, String pointer) {
        List<Activity> activities = new ArrayList<>();
        int index = 0;
        for (Object element : objects(list)) {
            String at = Pointers.child(pointer, index++);
            Map<String, Object> written = Values.asMap(element);
            if (written != null) {
                Optional<String> reference =
                        Optional.ofNullable(written.get("ref")).map(String::valueOf);
                Map<String, Object> definition =
                        reference.map(name -> named.getOrDefault(name, written)).orElse(written);
                activities.add(new Activity(
                        at, reference, written, definition, controls(definition.get("controls"), at + "/controls")));
            }
        }
        return List.copyOf(activities);
    }

    private List<Control> controls(@Nullable Object list, String pointer) {
        List<Control> all = new ArrayList<>();
        int index = 0;
        for (Object element : objects(list)) {
            String at = Pointers.child(pointer, index++);
            Map<String, Object> written = Values.asMap(element);
            if (written != null) {
                Map<String, Object> control = controls.getOrDefault(String.valueOf(written.get("ref")), written);
                Map<String, Object> provider = Values.asMap(control.get("provider"));
                Map<String, Object> arguments = provider == null ? null : Values.asMap(provider.get("arguments"));
                all.add(new Control(
                        at,
                        PythonText.str(control.get("name")),
                        provider == null ? "" : PythonText.str(provider.get("module")),
                        arguments == null ? Map.of() : arguments,
                        Optional.ofNullable(control.get("scope")).map(String::valueOf),
                        !Boolean.FALSE.equals(control.get("automatic"))));
            }
        }
        return List.copyOf(all);
    }

    private static void remember(@Nullable Object list, Map<String, Map<String, @Nullable Object>> into) {
        for (Object element : objects(list)) {
            Map<String, Object> one = Values.asMap(element);
            if (one != null && one.get("name") instanceof String name) {
                into.put(name, one);
            }
        }
    }

    private static List<?> objects(@Nullable Object list) {
        return list instanceof List<?> elements ? elements : List.of();
    }
}
