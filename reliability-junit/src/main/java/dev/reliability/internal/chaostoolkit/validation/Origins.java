package dev.reliability.internal.chaostoolkit.validation;

import dev.reliability.internal.chaostoolkit.substitution.Substitution;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says where a value of the wrong type comes from and how it gets the right one, without the value. */
final class Origins {
    private final Map<String, @Nullable Object> configuration;

    Origins(Map<String, @Nullable Object> root) {
        Map<String, Object> written = Values.asMap(root.get("configuration"));
        this.configuration = written == null ? Map.of() : written;
    }

    /**
     * The end of the sentence "a pause is a number of seconds".
     *
     * @param template a text with references
     * @param value what it stands for
     * @param type what the value must be, by the name that variables of the environment have for it
     */
    String but(String template, @Nullable Object value, String type) {
        String what = ", but " + template + " is " + kind(value);
        List<String> names = Substitution.references(template);
        if (names.size() != 1 || !template.equals("${" + names.get(0) + "}")) {
            return what + ": a reference keeps its type only where it stands alone";
        }
        String name = names.get(0);
        Map<String, Object> definition = Values.asMap(configuration.get(name));
        if (definition != null && "env".equals(definition.get("type"))) {
            return what + ": give '" + name + "' in the configuration \"env_var_type\": \"" + type
                    + "\", or its override a type, --var " + name + ":" + type + "=...";
        }
        if (configuration.containsKey(name)) {
            return what + ": write '" + name
                    + "' in the configuration as what it is, or its override with a type, --var " + name + ":" + type
                    + "=...";
        }
        return what + ", as a secret is";
    }

    private static String kind(@Nullable Object value) {
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        if (value instanceof Number) {
            return "a number";
        }
        return value == null ? "null" : "of the type " + PythonValues.typeName(value);
    }
}
