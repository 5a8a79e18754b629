package dev.reliability.internal.chaostoolkit.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.document.DocumentBuilder.UnreadableException;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON into plain values; in compat mode with Python's {@code NaN} and its last of two equal keys. */
final class JsonDocument {
    private static final JsonFactory STRICT = JsonFactory.builder().build();
    private static final JsonFactory PYTHON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final DocumentBuilder builder;
    private final Mode mode;

    JsonDocument(DocumentBuilder builder, Mode mode) {
        this.builder = builder;
        this.mode = mode;
    }

    @Nullable
    Object parse(byte[] content) throws IOException, UnreadableException {
        if (mode == Mode.COMPAT && hasMark(content)) {
            throw new UnreadableException(1, "", "not valid JSON: it begins with a byte order mark");
        }
        try (JsonParser parser = (mode == Mode.STRICT ? STRICT : PYTHON).createParser(content)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new UnreadableException(1, "", "empty: not a JSON document");
            }
            Object root = value(parser, first, "", 0);
            if (parser.nextToken() != null) {
                throw new UnreadableException(line(parser), "", "more than one JSON document");
            }
            return root;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new UnreadableException(line, "", "not valid JSON: " + PythonJson.message(e));
        }
    }

    private @Nullable Object value(JsonParser parser, JsonToken token, String pointer, int depth)
            throws IOException, UnreadableException {
        builder.node(pointer, line(parser), depth);
        return switch (token) {
            case START_OBJECT -> object(parser, pointer, depth);
            case START_ARRAY -> array(parser, pointer, depth);
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> {
                String digits = parser.getText();
                if (digits.length() > Limits.DIGITS) {
                    throw new UnreadableException(
                            line(parser), pointer, "a whole number of more than " + Limits.DIGITS + " digits");
                }
                yield PythonValues.canonical(new BigInteger(digits));
            }
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> parser.getText();
        };
    }

    private Map<String, @Nullable Object> object(JsonParser parser, String pointer, int depth)
            throws IOException, UnreadableException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String child = Pointers.child(pointer, key);
            if (map.containsKey(key) && mode == Mode.STRICT) {
                builder.problem(child, line(parser), "the key '" + key + "' is there twice");
            }
            map.put(key, value(parser, parser.nextToken(), child, depth + 1));
        }
        return Collections.unmodifiableMap(map);
    }

    private List<@Nullable Object> array(JsonParser parser, String pointer, int depth)
            throws IOException, UnreadableException {
        List<@Nullable Object> list = new ArrayList<>();
        JsonToken next = parser.nextToken();
        while (next != JsonToken.END_ARRAY) {
            list.add(value(parser, next, Pointers.child(pointer, list.size()), depth + 1));
            next = parser.nextToken();
        }
        return Collections.unmodifiableList(list);
    }

    private static boolean hasMark(byte[] content) {
        return content.length > 2
                && content[0] == (byte) 0xef
                && content[1] == (byte) 0xbb
                && content[2] == (byte) 0xbf;
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
