package dev.reliability.k8s.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The three kinds of patches. */
final class Patches {

    static final ObjectMapper JSON = new ObjectMapper();

    /** Lists that a strategic patch merges by the name of their entries. */
    private static final Set<String> BY_NAME = Set.of("ephemeralContainers", "containers", "env");

    private Patches() {}

    static ObjectNode apply(ObjectNode object, String contentType, String body) {
        JsonNode patch;
        try {
            patch = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw Refusal.of(400, "BadRequest", "error decoding patch: " + e.getOriginalMessage());
        }
        ObjectNode result = object.deepCopy();
        if (contentType.startsWith("application/json-patch+json")) {
            patch.forEach(operation -> operate(result, operation));
        } else if (contentType.startsWith("application/merge-patch+json")) {
            merge(result, patch, false);
        } else if (contentType.startsWith("application/strategic-merge-patch+json")) {
            merge(result, patch, true);
        } else {
            throw Refusal.of(415, "UnsupportedMediaType", "415: Unsupported Media Type");
        }
        return result;
    }

    private static void merge(ObjectNode into, JsonNode patch, boolean strategic) {
        patch.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (value.isNull()) {
                into.remove(name);
            } else if (value.isObject()) {
                merge(
                        into.path(name).isObject() ? (ObjectNode) into.get(name) : into.putObject(name),
                        value,
                        strategic);
            } else if (strategic
                    && value.isArray()
                    && BY_NAME.contains(name)
                    && into.path(name).isArray()) {
                mergeByName((ArrayNode) into.get(name), value);
            } else {
                into.set(name, value.deepCopy());
            }
        });
    }

    private static void mergeByName(ArrayNode into, JsonNode entries) {
        for (JsonNode entry : entries) {
            ObjectNode known = null;
            for (JsonNode one : into) {
                known = one.path("name").equals(entry.path("name")) ? (ObjectNode) one : known;
            }
            if (known == null) {
                into.add(entry.deepCopy());
            } else {
                merge(known, entry, true);
            }
        }
    }

    private static void operate(ObjectNode object, JsonNode operation) {
        String path = operation.path("path").asText();
        int slash = path.lastIndexOf('/');
        String last = path.substring(slash + 1).replace("~1", "/").replace("~0", "~");
        JsonNode parent = object.at(path.substring(0, slash));
        JsonNode value = operation.path("value");
        switch (operation.path("op").asText()) {
            case "test" -> require(object.at(path).equals(value));
            case "remove" -> {
                require(!object.at(path).isMissingNode());
                if (parent instanceof ObjectNode fields) {
                    fields.remove(last);
                } else {
                    ((ArrayNode) parent).remove(Integer.parseInt(last));
                }
            }
            default -> {
                if (parent instanceof ObjectNode fields) {
                    fields.set(last, value.deepCopy());
                } else {
                    require(parent.isArray());
                    put(
                            (ArrayNode) parent,
                            last,
                            value,
                            operation.path("op").asText().equals("replace"));
                }
            }
        }
    }

    private static void put(ArrayNode list, String index, JsonNode value, boolean replace) {
        if (index.equals("-")) {
            list.add(value.deepCopy());
        } else if (replace) {
            list.set(Integer.parseInt(index), value.deepCopy());
        } else {
            list.insert(Integer.parseInt(index), value.deepCopy());
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw Refusal.of(422, "Invalid", "the server rejected our request due to an error in our request");
        }
    }
}
