package dev.reliability.internal.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON as far as it goes: of a file that was cut off, everything before the cut. */
final class LenientJson {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Deque<JsonNode> open = new ArrayDeque<>();
    private @Nullable JsonNode root;
    private @Nullable String field;

    private LenientJson() {}

    /**
     * What was read.
     *
     * @param value an object; empty if nothing could be read
     * @param problem why it is not the whole, if it is not
     */
    record Result(ObjectNode value, Optional<String> problem) {}

    static Result read(byte[] text) {
        LenientJson reader = new LenientJson();
        Optional<String> problem = Optional.empty();
        try (JsonParser parser = FACTORY.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                reader.take(token, parser);
            }
            if (!reader.open.isEmpty()) {
                problem = Optional.of("it ends in the middle");
            }
        } catch (IOException e) {
            problem = Optional.of("it cannot be read after byte " + reached(e));
        }
        if (reader.root instanceof ObjectNode object) {
            return new Result(object, problem);
        }
        return new Result(
                NODES.objectNode(), Optional.of(text.length == 0 ? "it is empty" : "it is not a JSON object"));
    }

    private static String reached(IOException e) {
        return e instanceof com.fasterxml.jackson.core.JsonProcessingException at && at.getLocation() != null
                ? String.valueOf(Math.max(0, at.getLocation().getByteOffset()))
                : "an unknown number";
    }

    private void take(JsonToken token, JsonParser parser) throws IOException {
        switch (token) {
            case START_OBJECT -> open(NODES.objectNode());
            case START_ARRAY -> open(NODES.arrayNode());
            case END_OBJECT, END_ARRAY -> open.pop();
            case FIELD_NAME -> field = parser.currentName();
            case VALUE_STRING -> add(NODES.textNode(parser.getText()));
            case VALUE_NUMBER_INT ->
                add(
                        parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                                ? NODES.numberNode(parser.getBigIntegerValue())
                                : NODES.numberNode(parser.getLongValue()));
            case VALUE_NUMBER_FLOAT -> add(NODES.numberNode(parser.getDoubleValue()));
            case VALUE_TRUE -> add(NODES.booleanNode(true));
            case VALUE_FALSE -> add(NODES.booleanNode(false));
            default -> add(NODES.nullNode());
        }
    }

    private void open(JsonNode container) {
        add(container);
        open.push(container);
    }

    private void add(JsonNode value) {
        JsonNode parent = open.peek();
        if (parent instanceof ObjectNode object && field != null) {
            object.set(field, value);
        } else if (parent instanceof ArrayNode array) {
            array.add(value);
        } else if (root == null) {
            root = value;
        }
    }
}
