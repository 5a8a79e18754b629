package dev.reliability.internal.chaostoolkit.tolerance;

import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The range tolerance, computed with Python's {@code Decimal}: exact, and numeric texts are numbers too. */
final class DecimalRange {
    private static final Pattern NUMBER = Pattern.compile(
            "([+-]?)(?:(\\d+\\.?\\d*|\\.\\d+)(?:[eE]([+-]?\\d+))?|(?i:(inf|infinity))|(?i:(s?nan)\\d*))");

    private DecimalRange() {}

    /**
     * Whether the value is in the range, bounds included.
     *
     * @throws PythonError where {@code Decimal} raises something other than for a text that is no number
     */
    static boolean contains(List<?> range, @Nullable Object value) {
        Object number = decimal(value);
        return number != null && atMost(range.get(0), number) && atMost(number, range.get(1));
    }

    private static boolean atMost(@Nullable Object low, @Nullable Object high) {
        if (PythonValues.isNaN(low) || PythonValues.isNaN(high)) {
            throw new PythonError("decimal.InvalidOperation", "comparison involving NaN");
        }
        return compare(low, high) <= 0;
    }

    private static int compare(@Nullable Object a, @Nullable Object b) {
        double x = a instanceof Double number && number.isInfinite() ? number : 0;
        double y = b instanceof Double number && number.isInfinite() ? number : 0;
        return x != 0 || y != 0 ? Double.compare(x, y) : exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(@Nullable Object value) {
        return value instanceof BigDecimal decimal ? decimal : PythonValues.exact(value);
    }

    /** The number that a value is, or {@code null} for a text that is none. */
    private static @Nullable Object decimal(@Nullable Object value) {
        if (PythonValues.isNumber(value)) {
            return value;
        }
        if (value instanceof String text) {
            return parse(text);
        }
        if (value instanceof List) {
            throw PythonError.valueError("argument must be a sequence of length 3");
        }
        throw PythonError.typeError("conversion from " + PythonValues.typeName(value) + " to Decimal is not supported");
    }

    private static @Nullable Object parse(String text) {
        StringBuilder ascii = new StringBuilder();
        text.strip().replace("_", "").codePoints().forEach(point -> {
            int digit = Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER ? Character.digit(point, 10) : -1;
            ascii.appendCodePoint(digit >= 0 ? '0' + digit : point);
        });
        var matcher = NUMBER.matcher(ascii);
        if (!matcher.matches()) {
            return null;
        }
        if (matcher.group(5) != null) {
            return Double.NaN;
        }
        if (matcher.group(4) != null) {
            return matcher.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        try {
            return new BigDecimal(ascii.toString());
        } catch (NumberFormatException e) {
            // an exponent beyond all bounds: so near to zero, or so far away, that only the sign matters
            boolean tiny = matcher.group(3).startsWith("-");
            boolean zero = matcher.group(2).chars().allMatch(c -> c == '0' || c == '.');
            double far = tiny || zero ? 0.0 : Double.POSITIVE_INFINITY;
            return matcher.group(1).equals("-") ? -far : far;
        }
    }
}
