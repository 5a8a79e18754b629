package dev.reliability.internal.chaostoolkit.value;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types that a variable can be given: {@code env_var_type} and {@code --var name:type=value}. */
public final class PythonConversion {
    public static final Set<String> TYPES =
            Set.of("str", "string", "int", "integer", "float", "number", "bytes", "bool", "json");

    private static final Pattern INT = Pattern.compile("[+-]?\\d+(?:_\\d+)*");
    private static final Pattern FLOAT = Pattern.compile(
            "[+-]?(?:\\d+(?:_\\d+)*\\.?(?:\\d+(?:_\\d+)*)?|\\.\\d+(?:_\\d+)*)(?:[eE][+-]?\\d+(?:_\\d+)*)?"
                    + "|[+-]?(?i:inf|infinity|nan)");

    private PythonConversion() {}

    /**
     * Converts.
     *
     * @param type one of {@link #TYPES}, or {@code null} for none
     * @throws PythonError when there is no such type, or the value is not one of it
     */
    public static @Nullable Object convert(@Nullable Object type, @Nullable Object value) {
        if (type == null) {
            return value;
        }
        return switch (String.valueOf(type)) {
            case "str", "string" -> value;
            case "int", "integer" -> integer(value);
            case "float", "number" -> floating(value);
            case "bytes" -> {
                if (!(value instanceof String text)) {
                    throw PythonError.noAttribute(value, "encode");
                }
                yield text.getBytes(StandardCharsets.UTF_8);
            }
            case "bool" -> bool(value);
            case "json" -> json(value);
            default ->
                throw PythonError.valueError("variable type can only be: bool, str, int, float, bytes or json; got "
                        + PythonText.repr(type));
        };
    }

    private static @Nullable Object integer(@Nullable Object value) {
        if (value instanceof String text) {
            String digits = text.strip();
            if (!INT.matcher(digits).matches()) {
                throw PythonError.valueError("invalid literal for int() with base 10: " + PythonText.repr(text));
            }
            return PythonValues.canonical(new BigInteger(digits.replace("_", "").replaceFirst("^\\+", "")));
        }
        if (!PythonValues.isNumber(value) || PythonValues.isNaN(value)) {
            throw PythonError.typeError("int() argument must be a number, not '" + PythonValues.typeName(value) + "'");
        }
        return PythonValues.canonical(PythonValues.exact(value).toBigInteger());
    }

    private static double floating(@Nullable Object value) {
        if (value instanceof String text) {
            String digits = text.strip();
            if (!FLOAT.matcher(digits).matches()) {
                throw PythonError.valueError("could not convert string to float: " + PythonText.repr(text));
            }
            String plain = digits.replace("_", "").toLowerCase(Locale.ROOT);
            if (plain.contains("inf")) {
                return plain.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            }
            return plain.contains("nan") ? Double.NaN : Double.parseDouble(plain);
        }
        if (!PythonValues.isNumber(value)) {
            throw PythonError.typeError(
                    "float() argument must be a string or a real number, not '" + PythonValues.typeName(value) + "'");
        }
        return value instanceof Double number
                ? number
                : PythonValues.exact(value).doubleValue();
    }

    private static boolean bool(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (!(value instanceof String text)) {
            throw PythonError.noAttribute(value, "lower");
        }
        return !Set.of("false", "0", "no").contains(text.toLowerCase(Locale.ROOT));
    }

    private static @Nullable Object json(@Nullable Object value) {
        if (!(value instanceof String text) || text.isEmpty()) {
            return value;
        }
        try {
            return PythonJson.loads(text);
        } catch (IOException e) {
            throw new PythonError("JSONDecodeError", e.getMessage());
        }
    }
}
