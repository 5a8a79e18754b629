package dev.reliability.internal.chaostoolkit.validation;

import dev.reliability.internal.chaostoolkit.Problems;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which part of an answer a tolerance looks at: to a whole one, neither a range nor a pattern can be applied. */
final class TargetRules {
    private static final Map<String, Map<String, List<String>>> PARTS = Map.of(
            "range", Map.of("process", List.of("status", "stdout", "stderr"), "http", List.of("status", "body")),
            "regex", Map.of("process", List.of("stdout", "stderr"), "http", List.of("body")));

    private TargetRules() {}

    static void check(@Nullable Object written, @Nullable Object tolerance, String pointer, Problems problems) {
        Map<String, Object> provider = Values.asMap(written);
        Map<String, Object> rule = Values.asMap(tolerance);
        if (provider == null
                || rule == null
                || !(rule.get("type") instanceof String type)
                || !(provider.get("type") instanceof String asked)) {
            return;
        }
        List<String> parts = PARTS.getOrDefault(type, Map.of()).getOrDefault(asked, List.of());
        if (!parts.isEmpty() && !(rule.get("target") instanceof String target && parts.contains(target))) {
            problems.add(
                    Pointers.child(pointer, "target"),
                    "a " + type + " looks at one part of what "
                            + (asked.equals("http") ? "a server answers" : "a process answers with") + ": write "
                            + parts.stream()
                                    .map(part -> "\"target\": \"" + part + "\"")
                                    .collect(Collectors.joining(" or ")));
        }
    }
}
