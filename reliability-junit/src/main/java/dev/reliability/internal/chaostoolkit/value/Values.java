package dev.reliability.internal.chaostoolkit.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Immutable copies that keep order and allow {@code null}, unlike {@link List#copyOf} and {@link Map#copyOf}. */
public final class Values {
    private Values() {}

    public static List<@Nullable Object> list(List<?> source, UnaryOperator<@Nullable Object> change) {
        List<@Nullable Object> copy = new ArrayList<>(source.size());
        for (Object element : source) {
            copy.add(change.apply(element));
        }
        return Collections.unmodifiableList(copy);
    }

    public static Map<String, @Nullable Object> map(Map<?, ?> source, UnaryOperator<@Nullable Object> change) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        source.forEach((key, value) -> copy.put(String.valueOf(key), change.apply(value)));
        return Collections.unmodifiableMap(copy);
    }

    /** A copy that can be changed; the nested values stay shared. */
    public static Map<String, @Nullable Object> mutable(Map<String, ? extends @Nullable Object> source) {
        return new LinkedHashMap<>(source);
    }

    public static Map<String, @Nullable Object> immutable(Map<String, ? extends @Nullable Object> source) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(source));
    }

    /** The value as a map; keys of maps in experiment files are always strings. */
    @SuppressWarnings("unchecked")
    public static @Nullable Map<String, @Nullable Object> asMap(@Nullable Object value) {
        return value instanceof Map ? (Map<String, @Nullable Object>) value : null;
    }

    @SuppressWarnings("unchecked")
    public static @Nullable List<@Nullable Object> asList(@Nullable Object value) {
        return value instanceof List ? (List<@Nullable Object>) value : null;
    }
}
