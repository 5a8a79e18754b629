package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hides the values of secrets wherever they turn up: in the file's copy, in outputs, in messages. */
final class Masking {
    static final String MASK = "********";

    /** Shorter values are hidden only where they stand alone: as parts they would hide half of every text. */
    private static final int SHORT = 4;

    private final Set<String> whole;
    private final List<String> parts;

    Masking(Map<String, ? extends @Nullable Object> secrets) {
        Set<String> values = new HashSet<>();
        secrets.values().forEach(value -> collect(value, values));
        values.remove("");
        Set<String> longer = new HashSet<>();
        values.stream().filter(value -> value.length() >= SHORT).forEach(value -> {
            String inForm = URLEncoder.encode(value, StandardCharsets.UTF_8);
            longer.addAll(List.of(value, inForm, inForm.replace("+", "%20")));
        });
        whole = Set.copyOf(values);
        parts = longer.stream()
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

    /** Whether there is nothing to hide. */
    boolean nothing() {
        return whole.isEmpty();
    }

    String text(String text) {
        if (whole.contains(text)) {
            return MASK;
        }
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
        return whole.contains(PythonText.str(value)) ? MASK : value;
    }

    Map<String, @Nullable Object> map(Map<?, ?> map) {
        return Values.map(map, this::value);
    }
}
