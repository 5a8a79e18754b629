package dev.reliability.internal.chaostoolkit.configuration;

import dev.reliability.internal.chaostoolkit.DidYouMean;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problems;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.value.PythonConversion;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves what an experiment and its overrides say about configuration and secrets, probes excepted. */
public final class ConfigurationLoader {
    private final Mode mode;
    private final Map<String, String> environment;
    private final Problems problems;
    private final VaultReader vault;

    /**
     * For one file.
     *
     * @param environment the variables that {@code env} entries see
     */
    public ConfigurationLoader(Mode mode, Map<String, String> environment, Problems problems) {
        this.mode = mode;
        this.environment = environment;
        this.problems = problems;
        this.vault = new VaultReader();
    }

    /**
     * The configuration, with its probes left as they are written.
     *
     * @param values by name
     * @param written names whose values stand in the file itself
     */
    public record Configuration(Map<String, @Nullable Object> values, Set<String> written) {

        /** The values that are known before any probe has run. */
        public Map<String, @Nullable Object> known() {
            Map<String, @Nullable Object> known = new LinkedHashMap<>(values);
            known.values().removeIf(value -> value instanceof Map<?, ?> map && "probe".equals(map.get("type")));
            return known;
        }
    }

    public Configuration configuration(@Nullable Object section, Overrides overrides) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Set<String> written = new LinkedHashSet<>();
        Map<String, Object> definitions = Values.asMap(section);
        if (definitions == null) {
            problems.add("/configuration", "configuration is an object of names and values");
            return new Configuration(values, written);
        }
        if (mode == Mode.STRICT) {
            for (String name : overrides.configuration().keySet()) {
                if (!definitions.containsKey(name)) {
                    problems.add(
                            "/configuration",
                            "the override '" + name + "' has no counterpart in the configuration"
                                    + DidYouMean.hint(name, definitions.keySet()));
                }
            }
        }
        definitions.forEach((name, definition) -> {
            boolean overridden = overrides.configuration().containsKey(name);
            Object effective = overridden ? overrides.configuration().get(name) : definition;
            Map<String, Object> typed = Values.asMap(effective);
            if (typed != null && "env".equals(typed.get("type"))) {
                variable(typed, Pointers.child("/configuration", name), values, name);
            } else {
                values.put(name, effective);
                if (!overridden && (typed == null || !typed.containsKey("type"))) {
                    written.add(name);
                }
            }
        });
        return new Configuration(values, written);
    }

    private void variable(
            Map<String, @Nullable Object> definition, String pointer, Map<String, @Nullable Object> into, String name) {
        if (!(definition.get("key") instanceof String key)) {
            problems.add(Pointers.child(pointer, "key"), "an env entry names its variable with a key, as a text");
            return;
        }
        String found = environment.get(key);
        if (found == null && !definition.containsKey("default")) {
            problems.add(
                    pointer,
                    "the environment has no variable " + key + ", and there is no default; set it: export " + key
                            + "=...");
            return;
        }
        try {
            into.put(
                    name,
                    PythonConversion.convert(
                            definition.get("env_var_type"), found != null ? found : definition.get("default")));
        } catch (PythonError e) {
            boolean unknown = !PythonConversion.TYPES.contains(String.valueOf(definition.get("env_var_type")));
            problems.add(
                    Pointers.child(pointer, "env_var_type"),
                    (unknown ? "" : "the value of " + key + " cannot be converted: ") + e.getMessage());
        }
    }

    /**
     * The secrets by group. Values never occur in messages.
     *
     * @param configuration where the settings of Vault stand
     */
    public Map<String, @Nullable Object> secrets(
            @Nullable Object section, Overrides overrides, Map<String, @Nullable Object> configuration) {
        Map<String, Object> groups = Values.asMap(section);
        if (groups == null) {
            problems.add("/secrets", "secrets is an object of groups");
            return Map.of();
        }
        groups.forEach((name, group) -> {
            boolean single = mode == Mode.STRICT && group instanceof Map<?, ?> map && "env".equals(map.get("type"));
            if (!(group instanceof Map) || single) {
                problems.add(
                        Pointers.child("/secrets", name),
                        "secrets stand in groups: {\"" + name + "\": {\"name\": ...}}");
            }
        });
        return secrets(groups, overrides.secrets(), configuration, "/secrets");
    }

    private Map<String, @Nullable Object> secrets(
            Map<String, @Nullable Object> definitions,
            Map<String, @Nullable Object> overrides,
            Map<String, @Nullable Object> configuration,
            String pointer) {
        Map<String, @Nullable Object> secrets = new LinkedHashMap<>();
        definitions.forEach((name, definition) -> {
            String at = Pointers.child(pointer, name);
            Map<String, Object> nested = Values.asMap(definition);
            Object override = overrides.get(name);
            if (nested == null) {
                secrets.put(name, definition);
            } else if (override != null) {
                // as a whole: the tool does not look into it

                secrets.put(name, override);
            } else if ("env".equals(nested.get("type"))) {
                secret(nested, at, secrets, name);
            } else if ("vault".equals(nested.get("type"))) {
                try {
                    secrets.put(name, vault.read(nested, configuration));
                } catch (VaultReader.UnreadableSecretException e) {
                    problems.add(at, String.valueOf(e.getMessage()));
                }
            } else {
                secrets.put(name, secrets(nested, Map.of(), configuration, at));
            }
        });
        return secrets;
    }

    private void secret(
            Map<String, @Nullable Object> definition, String pointer, Map<String, @Nullable Object> into, String name) {
        if (!(definition.get("key") instanceof String key)) {
            problems.add(Pointers.child(pointer, "key"), "an env entry names its variable with a key, as a text");
            return;
        }
        String found = environment.get(key);
        if (found == null) {
            problems.add(
                    pointer,
                    "the environment has no variable " + key + " for this secret (" + PythonText.repr(name) + ")");
            return;
        }
        into.put(name, found);
    }
}
