package dev.reliability.internal.chaostoolkit.substitution;

import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts configuration and secrets in place of <code>${name}</code> and {@code $name}.
 *
 * <p>Configuration wins over secrets, earlier groups of secrets over later ones. A text that is nothing but
 * <code>${name}</code> becomes the value with its type; inside of other text the value is written as Python writes
 * it. Unknown names stay as they are; {@code $$} is a dollar sign. Keys of maps are left alone.
 */
public final class Substitution {
    /** The template syntax: an escaped dollar, a bare name, a braced name, or a dollar that is none of these. */
    private static final Pattern TEMPLATE =
            Pattern.compile("\\$(?:(\\$)|([_a-zA-Z][_a-zA-Z0-9]*)|\\{([_a-zA-Z][_a-zA-Z0-9]*)}|)");

    /** Anything that its author may have meant as a reference, {@code my-var} and {@code a.b} included. */
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\$|\\{([^{}]*)})");

    private final Map<String, ? extends @Nullable Object> configuration;
    private final Map<String, ? extends @Nullable Object> secrets;

    public Substitution(
            Map<String, ? extends @Nullable Object> configuration, Map<String, ? extends @Nullable Object> secrets) {
        this.configuration = configuration;
        this.secrets = secrets;
    }

    /** Whether there is nothing to substitute with; some places then leave even {@code $$} alone. */
    public boolean isEmpty() {
        return configuration.isEmpty() && secrets.isEmpty();
    }

    /**
     * Substitutes in a text, in the values of a map and in the elements of a list, at any depth.
     *
     * @throws PythonError where the tool would end with a traceback (a secret that is not in a group)
     */
    public @Nullable Object apply(@Nullable Object data) {
        if (!PythonValues.truth(data)) {
            return data;
        }
        if (data instanceof String text) {
            return text(text);
        }
        if (data instanceof List<?> list) {
            return Values.list(list, this::apply);
        }
        if (data instanceof Map<?, ?> map) {
            return Values.map(map, this::apply);
        }
        return data;
    }

    private @Nullable Object text(String template) {
        if (template.indexOf('$') < 0) {
            return template;
        }
        Matcher matcher = TEMPLATE.matcher(template);
        if (matcher.matches() && matcher.group(3) != null) {
            Optional<Found> found = find(matcher.group(3));
            return found.isPresent() ? found.get().value() : template;
        }
        StringBuilder out = new StringBuilder();
        matcher.reset();
        while (matcher.find()) {
            matcher.appendReplacement(out, Matcher.quoteReplacement(replacement(matcher)));
        }
        return matcher.appendTail(out).toString();
    }

    private String replacement(Matcher matcher) {
        if (matcher.group(1) != null) {
            return "$";
        }
        String name = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
        return name == null
                ? matcher.group()
                : find(name).map(found -> PythonText.str(found.value())).orElse(matcher.group());
    }

    private Optional<Found> find(String name) {
        if (configuration.containsKey(name)) {
            return Optional.of(new Found(configuration.get(name)));
        }
        for (Object group : secrets.values()) {
            if (!(group instanceof Map<?, ?> target)) {
                throw group instanceof String
                        ? PythonError.typeError("string indices must be integers, not 'str'")
                        : PythonError.typeError("'" + PythonValues.typeName(group) + "' object is not subscriptable");
            }
            if (target.containsKey(name)) {
                return Optional.of(new Found(target.get(name)));
            }
        }
        return Optional.empty();
    }

    /** The values that a text refers to, in order; unknown names are left out. */
    public List<@Nullable Object> valuesIn(String template) {
        List<@Nullable Object> values = new ArrayList<>();
        Matcher matcher = TEMPLATE.matcher(template);
        while (matcher.find()) {
            String name = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            if (name != null) {
                find(name).ifPresent(found -> values.add(found.value()));
            }
        }
        return values;
    }

    /** What stands between <code>${</code> and <code>}</code> in a text, escaped ones left out. */
    public static List<String> references(String text) {
        if (text.indexOf('$') < 0) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    /** Whether a name can be substituted at all: letters, digits and underscores, not beginning with a digit. */
    public static boolean isName(String name) {
        return name.matches("[_a-zA-Z][_a-zA-Z0-9]*");
    }

    private record Found(@Nullable Object value) {}
}
