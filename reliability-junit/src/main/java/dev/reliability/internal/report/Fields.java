package dev.reliability.internal.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Reads what somebody may have edited: what is missing or of another type is absent. */
final class Fields {

    private Fields() {}

    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }

    static Optional<String> some(JsonNode node, String field) {
        return Optional.of(text(node, field)).filter(text -> !text.isBlank());
    }

    static OptionalDouble number(JsonNode node, String field) {
        return number(node.path(field));
    }

    static OptionalDouble number(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.asDouble())
                ? OptionalDouble.of(value.asDouble())
                : OptionalDouble.empty();
    }

    static double number(JsonNode node, String field, double otherwise) {
        return number(node, field).orElse(otherwise);
    }

    static Optional<Instant> instant(JsonNode node, String field) {
        try {
            return Optional.of(OffsetDateTime.parse(text(node, field)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> reader) {
        List<T> all = new ArrayList<>();
        if (array.isArray()) {
            array.forEach(element -> all.add(reader.apply(element)));
        }
        return all;
    }

    static List<String> texts(JsonNode array) {
        return list(array, element -> element.isValueNode() ? element.asText() : element.toString());
    }

    static Map<String, String> values(JsonNode object) {
        Map<String, String> all = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> all.put(
                        entry.getKey(),
                        entry.getValue().isValueNode()
                                ? entry.getValue().asText()
                                : entry.getValue().toString()));
        return all;
    }

    /** Returns for each of some names the list that an object has under it, which may be empty. */
    static Map<String, List<String>> lists(JsonNode names, JsonNode object) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        texts(names).forEach(name -> all.put(name, texts(object.path(name))));
        return all;
    }

    /** Returns the first element with a name. */
    static JsonNode named(JsonNode array, String name) {
        for (JsonNode element : array) {
            if (text(element, "name").equals(name)) {
                return element;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /** Returns every name that elements of either array have, in their order. */
    static List<String> names(JsonNode one, JsonNode other) {
        List<String> names = new ArrayList<>();
        for (JsonNode array : List.of(one, other)) {
            list(array, element -> text(element, "name")).stream()
                    .filter(name -> !names.contains(name))
                    .forEach(names::add);
        }
        return names;
    }
}
