package dev.reliability.internal.chaostoolkit.jsonpath;

import dev.reliability.internal.chaostoolkit.jsonpath.Node.Match;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands in <code>?(...)</code>. */
interface Condition {
    boolean test(@Nullable Object root, @Nullable Object current);

    /**
     * Compares every value on the left with every value on the right until one pair holds.
     *
     * @param constant whether the right side is a literal; the values of a path are, as in the original, only
     *     compared with the first value on the left
     */
    static Condition compare(Node left, String operator, Node right, boolean constant) {
        return (root, current) -> {
            Stream<Match> values = left.match(root, current);
            return (constant ? values : values.limit(1))
                    .anyMatch(a -> right.match(root, current).anyMatch(b -> holds(a.value(), operator, b.value())));
        };
    }

    private static boolean holds(@Nullable Object a, String operator, @Nullable Object b) {
        return switch (operator) {
            case "=" -> PythonValues.equal(a, b);
            case "!=" -> !PythonValues.equal(a, b);
            case "contains" -> contains(a, b);
            default -> PythonValues.isNumber(a) && PythonValues.isNumber(b) && ordered(a, operator, b);
        };
    }

    private static boolean ordered(@Nullable Object a, String operator, @Nullable Object b) {
        if (PythonValues.isNaN(a) || PythonValues.isNaN(b)) {
            return false;
        }
        int order = PythonValues.compareNumbers(a, b);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static boolean contains(@Nullable Object whole, @Nullable Object part) {
        if (whole instanceof String text) {
            if (part instanceof String piece) {
                return text.contains(piece);
            }
            throw PythonError.typeError(
                    "'in <string>' requires string as left operand, not " + PythonValues.typeName(part));
        }
        if (whole instanceof List<?> list) {
            return PythonValues.contains(list, part);
        }
        if (whole instanceof Map<?, ?> map) {
            if (part instanceof List || part instanceof Map) {
                throw PythonError.typeError("unhashable type: '" + PythonValues.typeName(part) + "'");
            }
            return part instanceof String && map.containsKey(part);
        }
        throw PythonError.typeError("argument of type '" + PythonValues.typeName(whole) + "' is not iterable ("
                + PythonText.repr(part) + ")");
    }
}
