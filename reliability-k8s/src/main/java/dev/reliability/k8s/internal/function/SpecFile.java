package dev.reliability.k8s.internal.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files that hold an object of the API, in JSON or YAML, as their name says. */
final class SpecFile {

    /** The argument that names one. */
    static final String ARGUMENT = "spec_path";

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private SpecFile() {}

    static List<String> problems(FunctionCall call) {
        Object path = call.arguments().get(ARGUMENT);
        return path == null || path.toString().matches("(?s).+\\.(json|ya?ml)")
                ? List.of()
                : List.of("the argument '" + ARGUMENT + "' names a file that ends with .json, .yaml or .yml, got '"
                        + path + "'");
    }

    /** Reads the file that the call names. */
    static JsonNode read(ClusterCall call) {
        String name = call.text(ARGUMENT);
        try {
            String text = Files.readString(Path.of(name));
            JsonNode object = name.endsWith(".json")
                    ? Api.JSON.readTree(text)
                    : Api.JSON.valueToTree(YAML.unmarshal(text, Map.class));
            if (object instanceof ObjectNode) {
                return object;
            }
            throw new FunctionFailedException(name + " holds no object of the API");
        } catch (IOException | InvalidPathException e) {
            throw new FunctionFailedException(name + " cannot be read: " + e, e);
        } catch (FunctionFailedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new FunctionFailedException(name + " is not understood: " + e.getMessage(), e);
        }
    }
}
