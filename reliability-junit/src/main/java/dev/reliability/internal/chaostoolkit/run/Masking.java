package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hides secrets: values of four characters and more wherever they turn up, in the file's copy, in outputs, in messages, and any
 * value where the file defines it. Shorter ones cannot be told from the words and numbers that everything is made of.
 */
final class Masking {
    static final String MASK = "********";

    private static final int SHORTEST = 4;

    private final List<String> parts;

    Masking(Map<String, ? extends @Nullable Object> secrets) {
        Set<String> values = new HashSet<>();
        secrets.values().forEach(value -> collect(value, values));
        Set<String> forms = new HashSet<>();
        values.stream().filter(value -> value.length() >= SHORTEST).forEach(value -> {
            String inForm = URLEncoder.encode(value, StandardCharsets.UTF_8);
            String inJson = PythonJson.dumps(value);
            forms.addAll(List.of(value, inForm, inForm.replace("+", "%20"), inJson.substring(1, inJson.length() - 1)));
        });
        parts = forms.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static void collect(@Nullable Object value, Set<String> into) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(element -> collect(element, into));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> collect(element, into));
        } else if (value != null && !(value instanceof Boolean)) {
            into.add(PythonText.str(value));
        }
    }

    /** The section {@code secrets} as it is written, with every value hidden that stands in the file itself. */
    static Object definitions(@Nullable Object secrets) {
        Map<String, Object> written = Values.asMap(secrets);
        if (written == null) {
            return MASK;
        }
        if ("env".equals(written.get("type")) || "vault".equals(written.get("type"))) {
            return written;
        }
        return Values.map(written, Masking::definitions);
    }

    /** Secrets by group, for texts to be shown that refer to them. */
    static Map<String, @Nullable Object> hidden(Map<String, @Nullable Object> secrets) {
        return Values.map(secrets, group -> group instanceof Map<?, ?> map ? Values.map(map, value -> MASK) : group);
    }

    private boolean nothing() {
        return parts.isEmpty();
    }

    String text(String text) {
        String masked = text;
        for (String part : parts) {
            masked = masked.replace(part, MASK);
        }
        return masked;
    }

    /** The same value with every secret hidden; the value itself where there is none. */
    @Nullable
    Object value(@Nullable Object value) {
        if (value == null || nothing() || value instanceof Boolean) {
            return value;
        }
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof List<?> list) {
            return Values.list(list, this::value);
        }
        if (value instanceof Map<?, ?> map) {
            return map(map);
        }
        return parts.contains(PythonText.str(value)) ? MASK : value;
    }

    Map<String, @Nullable Object> map(Map<?, ?> map) {
        Map<String, @Nullable Object> masked = new LinkedHashMap<>();
        map.forEach((key, value) -> masked.put(text(String.valueOf(key)), value(value)));
        return masked;
    }
}
