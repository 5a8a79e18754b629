package dev.reliability.internal.chaostoolkit.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Python's equality, order and truth for the values an experiment file can hold.
 *
 * <p>Values are {@code null}, {@link Boolean}, {@link Long} or {@link BigInteger} (int), {@link Double} (float),
 * {@link String}, {@code byte[]}, {@link List} and {@link Map} with string keys.
 */
public final class PythonValues {
    private PythonValues() {}

    /** Brings any JSON-like value into the canonical types: narrow integers to long, floats to double. */
    public static @Nullable Object canonical(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger big) {
            return big.bitLength() < Long.SIZE ? (Object) big.longValue() : big;
        }
        if (value instanceof Float || value instanceof BigDecimal) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof List<?> list) {
            return Values.list(list, PythonValues::canonical);
        }
        if (value instanceof Map<?, ?> map) {
            return Values.map(map, PythonValues::canonical);
        }
        return value;
    }

    public static String typeName(@Nullable Object value) {
        if (value == null) {
            return "NoneType";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof String) {
            return "str";
        }
        if (isInteger(value)) {
            return "int";
        }
        if (value instanceof Number) {
            return "float";
        }
        if (value instanceof byte[]) {
            return "bytes";
        }
        if (value instanceof List) {
            return "list";
        }
        return value instanceof Map ? "dict" : value.getClass().getSimpleName();
    }

    /** Whether the value is an int in Python, where {@code True} and {@code False} are ints too. */
    public static boolean isIntOrBool(@Nullable Object value) {
        return value instanceof Boolean || isInteger(value);
    }

    public static boolean isInteger(@Nullable Object value) {
        return value instanceof Long || value instanceof BigInteger || value instanceof Integer;
    }

    /** Whether the value is a {@code numbers.Number}, which includes booleans. */
    public static boolean isNumber(@Nullable Object value) {
        return value instanceof Boolean || value instanceof Number;
    }

    public static boolean truth(@Nullable Object value) {
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof Double number) {
            return number != 0.0;
        }
        if (value instanceof Number) {
            return exact(value).signum() != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length > 0;
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        return !(value instanceof Map<?, ?> map) || !map.isEmpty();
    }

    public static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == b;
        }
        if (isNumber(a) && isNumber(b)) {
            return numbersEqual(a, b);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return listsEqual(x, y);
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return x.size() == y.size()
                    && x.entrySet().stream()
                            .allMatch(e -> y.containsKey(e.getKey()) && equal(e.getValue(), y.get(e.getKey())));
        }
        if (a instanceof byte[] x && b instanceof byte[] y) {
            return Arrays.equals(x, y);
        }
        return a.equals(b);
    }

    public static boolean contains(List<?> list, @Nullable Object value) {
        return list.stream().anyMatch(element -> equal(element, value));
    }

    /**
     * Python's {@code a <= b}.
     *
     * @throws PythonError where Python raises because the types have no order
     */
    public static boolean lessOrEqual(@Nullable Object a, @Nullable Object b) {
        if (isNumber(a) && isNumber(b)) {
            if (isNaN(a) || isNaN(b)) {
                return false;
            }
            return compareNumbers(a, b) <= 0;
        }
        if (a instanceof String x && b instanceof String y) {
            return compareText(x, y) <= 0;
        }
        if (a instanceof byte[] x && b instanceof byte[] y) {
            return Arrays.compareUnsigned(x, y) <= 0;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return listLessOrEqual(x, y);
        }
        throw PythonError.typeError(
                "'<=' not supported between instances of '" + typeName(a) + "' and '" + typeName(b) + "'");
    }

    /** Compares two numbers by their exact values; neither may be NaN. */
    public static int compareNumbers(@Nullable Object a, @Nullable Object b) {
        double x = infinite(a);
        double y = infinite(b);
        if (x != 0 || y != 0) {
            return Double.compare(x, y);
        }
        return exact(a).compareTo(exact(b));
    }

    public static boolean isNaN(@Nullable Object value) {
        return value instanceof Double number && number.isNaN();
    }

    /** The exact value of a finite number; booleans count as 0 and 1. */
    public static BigDecimal exact(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        if (value instanceof BigInteger big) {
            return new BigDecimal(big);
        }
        if (value instanceof Long || value instanceof Integer) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        if (value instanceof Number number) {
            return new BigDecimal(number.doubleValue());
        }
        throw new IllegalArgumentException("not a number: " + value);
    }

    private static double infinite(@Nullable Object value) {
        return value instanceof Double number && number.isInfinite() ? number : 0;
    }

    private static boolean numbersEqual(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return x.longValue() == y.longValue();
        }
        return !isNaN(a) && !isNaN(b) && compareNumbers(a, b) == 0;
    }

    private static boolean listsEqual(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<?> other = b.iterator();
        return a.stream().allMatch(element -> equal(element, other.next()));
    }

    private static boolean listLessOrEqual(List<?> a, List<?> b) {
        int shared = Math.min(a.size(), b.size());
        for (int i = 0; i < shared; i++) {
            if (!equal(a.get(i), b.get(i))) {
                return lessOrEqual(a.get(i), b.get(i));
            }
        }
        return a.size() <= b.size();
    }

    private static int compareText(String a, String b) {
        // by code points: UTF-16 order differs from Python's beyond the basic plane
        return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }
}
