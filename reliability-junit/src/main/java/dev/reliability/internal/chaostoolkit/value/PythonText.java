package dev.reliability.internal.chaostoolkit.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Python's {@code str()} and {@code repr()}: what a value becomes when a template puts it inside of a text. */
public final class PythonText {
    private static final int MOST_DIGITS = 17;

    private PythonText() {}

    public static String str(@Nullable Object value) {
        return value instanceof String text ? text : repr(value);
    }

    public static String repr(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof Double number) {
            return floating(number);
        }
        if (value instanceof byte[] bytes) {
            return bytes(bytes);
        }
        if (value instanceof List<?> list) {
            StringJoiner all = new StringJoiner(", ", "[", "]");
            list.forEach(element -> all.add(repr(element)));
            return all.toString();
        }
        if (value instanceof Map<?, ?> map) {
            StringJoiner all = new StringJoiner(", ", "{", "}");
            map.forEach((key, element) -> all.add(repr(key) + ": " + repr(element)));
            return all.toString();
        }
        return value.toString();
    }

    /** The shortest digits that read back as the same float, in Python's notation ({@code 1e-05}, {@code 1e+16}). */
    public static String floating(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String sign = value < 0 || (value == 0 && 1 / value < 0) ? "-" : "";
        if (value == 0) {
            return sign + "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - shortest.scale() - 1;
        if (exponent < -4 || exponent >= 16) {
            String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
            String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
            return sign + digits.charAt(0) + fraction + "e" + power;
        }
        String plain = shortest.toPlainString();
        return sign + (plain.contains(".") ? plain : plain + ".0");
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
        text.codePoints().forEach(point -> {
            if (point == quote || point == '\\') {
                out.append('\\').appendCodePoint(point);
            } else if (!appendControl(out, point)) {
                if (printable(point)) {
                    out.appendCodePoint(point);
                } else {
                    out.append(
                            point <= 0xff
                                    ? String.format(Locale.ROOT, "\\x%02x", point)
                                    : point <= 0xffff
                                            ? String.format(Locale.ROOT, "\\u%04x", point)
                                            : String.format(Locale.ROOT, "\\U%08x", point));
                }
            }
        });
        return out.append(quote).toString();
    }

    private static String bytes(byte[] bytes) {
        boolean apostrophe = false;
        boolean doubled = false;
        for (byte b : bytes) {
            apostrophe |= b == '\'';
            doubled |= b == '"';
        }
        char quote = apostrophe && !doubled ? '"' : '\'';
        StringBuilder out = new StringBuilder("b").append(quote);
        for (byte b : bytes) {
            int value = b & 0xff;
            if (value == quote || value == '\\') {
                out.append('\\').append((char) value);
            } else if (!appendControl(out, value)) {
                out.append(
                        value >= 0x20 && value < 0x7f
                                ? String.valueOf((char) value)
                                : String.format(Locale.ROOT, "\\x%02x", value));
            }
        }
        return out.append(quote).toString();
    }

    private static boolean appendControl(StringBuilder out, int point) {
        switch (point) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean printable(int point) {
        if (point == ' ') {
            return true;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
