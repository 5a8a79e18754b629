package dev.reliability.k8s.internal.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Selectors of labels as objects hold them. */
public final class LabelSelectors {

    private LabelSelectors() {}

    /** Returns a selector as it is written in a request: {@code app=web,tier in (a, b)}. */
    public static String text(@Nullable Object tree) {
        List<String> parts = new ArrayList<>();
        if (tree instanceof Map<?, ?> selector) {
            if (selector.get("matchLabels") instanceof Map<?, ?> labels) {
                labels.forEach((label, value) -> parts.add(label + "=" + value));
            }
            if (selector.get("matchExpressions") instanceof List<?> expressions) {
                expressions.forEach(expression -> parts.add(text((Map<?, ?>) expression)));
            }
        }
        return String.join(",", parts);
    }

    private static String text(Map<?, ?> expression) {
        String operator = String.valueOf(expression.get("operator"));
        String key = String.valueOf(expression.get("key"));
        return switch (operator) {
            case "Exists" -> key;
            case "DoesNotExist" -> "!" + key;
            default -> {
                String values = expression.get("values") instanceof List<?> list
                        ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        : "";
                yield key + " " + operator.toLowerCase(Locale.ROOT) + " (" + values + ")";
            }
        };
    }
}
