package dev.reliability.internal.chaostoolkit.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON as Python's {@code json} module reads and writes it: with {@code NaN}, and with a space after commas. */
public final class PythonJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(900)
                    .maxNumberLength(4300)
                    .maxStringLength(100_000_000)
                    .build())
            .build();

    private static final Pattern PARSER_TALK = Pattern.compile("\\[Source: [^\\]]*?; line: (\\d+), column: (\\d+)\\]");
    private static final Pattern PARSER_ADVICE =
            Pattern.compile(": enable `[^`]*` to allow| \\(not recognized as one since Feature [^)]*\\)");

    private PythonJson() {}

    /**
     * Reads one JSON value.
     *
     * @throws IOException with a message for people when the text is not exactly one JSON value
     */
    public static @Nullable Object loads(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IOException("no JSON value");
            }
            Object value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new IOException("more after the JSON value, at line "
                        + parser.currentTokenLocation().getLineNr());
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IOException(message(e) + place(e), e);
        }
    }

    /** What the parser says, for people: without its words on where the text came from and how it could be told to take it. */
    public static String message(JsonProcessingException e) {
        String placed = PARSER_TALK
                .matcher(e.getOriginalMessage())
                .replaceAll(place -> "line " + place.group(1) + ", column " + place.group(2));
        return PARSER_ADVICE.matcher(placed).replaceAll("");
    }

    private static String place(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    map.put(key, value(parser, parser.nextToken()));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                JsonToken next = parser.nextToken();
                while (next != JsonToken.END_ARRAY) {
                    list.add(value(parser, next));
                    next = parser.nextToken();
                }
                yield list;
            }
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> PythonValues.canonical(new BigInteger(parser.getText()));
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> parser.getText();
        };
    }

    /**
     * Writes the value as {@code json.dumps} does by default: ASCII only, {@code ", "} and {@code ": "} between.
     *
     * @throws PythonError for bytes, which JSON cannot hold
     */
    public static String dumps(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value);
        return out.toString();
    }

    private static void write(StringBuilder out, @Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof String text) {
            string(out, text);
        } else if (value instanceof Double number) {
            out.append(
                    number.isNaN()
                            ? "NaN"
                            : number.isInfinite()
                                    ? (number > 0 ? "Infinity" : "-Infinity")
                                    : PythonText.floating(number));
        } else if (value instanceof List<?> list) {
            String between = "";
            out.append('[');
            for (Object element : list) {
                out.append(between);
                write(out, element);
                between = ", ";
            }
            out.append(']');
        } else if (value instanceof Map<?, ?> map) {
            String between = "";
            out.append('{');
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(between);
                string(out, String.valueOf(entry.getKey()));
                out.append(": ");
                write(out, entry.getValue());
                between = ", ";
            }
            out.append('}');
        } else if (value instanceof Number) {
            out.append(value);
        } else {
            throw PythonError.typeError("Object of type " + PythonValues.typeName(value) + " is not JSON serializable");
        }
    }

    private static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
