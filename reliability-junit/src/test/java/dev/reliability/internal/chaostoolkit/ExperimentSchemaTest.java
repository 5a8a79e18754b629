package dev.reliability.internal.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.reliability.internal.chaostoolkit.document.DocumentReader;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentSchemaTest {
    private static final String FOLDER = "/dev/reliability/chaostoolkit/";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The experiment of a public workshop, in other words: pods of a web application and of its greeter. */
    private static final String GREETING =
            """
            {"version": "1.0.0", "title": "Greetings survive", "description": "The greeter goes away", "tags": ["kubernetes"],
             "configuration": {"web_app_url": {"type": "env", "key": "WEBAPP_URL"}},
             "steady-state-hypothesis": {"title": "Healthy", "probes": [
               {"type": "probe", "name": "pods", "tolerance": true,
                "provider": {"type": "python", "module": "chaosk8s.pod.probes", "func": "pods_in_phase",
                 "arguments": {"label_selector": "app=webapp-pod", "phase": "Running", "ns": "default"}}},
               {"type": "probe", "name": "answers", "tolerance": 200,
                "provider": {"type": "http", "url": "${web_app_url}", "timeout": 3}}]},
             "method": [
               {"type": "action", "name": "terminate", "provider": {"type": "python", "module": "chaosk8s.pod.actions",
                "func": "terminate_pods", "arguments": {"label_selector": "app=greeter-pod", "ns": "default"}}}],
             "rollbacks": []}
            """;

    @TempDir
    private Path folder;

    @Test
    void theDocumentationHasTheSameSchema() throws IOException {
        try (InputStream schema = ExperimentSchemaTest.class.getResourceAsStream(FOLDER + "experiment.schema.json")) {
            assertThat(Path.of("../docs/experiment.schema.json")).hasBinaryContent(schema.readAllBytes());
        }
    }

    @Test
    void acceptsTheGreetingExperiment() throws IOException {
        assertThat(problems(MAPPER.readTree(GREETING))).isEmpty();
    }

    @Test
    void acceptsEveryPartOfTheFormat() throws IOException {
        Path file = folder.resolve("everything.yaml");
        try (InputStream in = getClass().getResourceAsStream(FOLDER + "everything.yaml")) {
            Files.copy(in, file);
        }
        Object root = new DocumentReader(Mode.STRICT).read(file, "everything").root();
        assertThat(problems(MAPPER.readTree(PythonJson.dumps(root)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rollback\": []}",
                "{\"method\": null}",
                "{\"title\": \"\"}",
                "{\"tags\": [\"\"]}",
                "{\"steady-state-hypothesis\": {\"title\": \"x\", \"probes\": []}}",
                "{\"method\": [{\"type\": \"act\", \"name\": \"a\", \"provider\": {\"type\": \"process\", \"path\": \"a\"}}]}",
                "{\"method\": [{\"type\": \"action\", \"name\": \"a\", \"provider\": {\"type\": \"process\"}}]}",
                "{\"method\": [{\"type\": \"action\", \"name\": \"a\", \"provider\": {\"type\": \"shell\"}}]}",
                "{\"method\": [{\"ref\": \"a\", \"name\": \"b\"}]}",
                "{\"method\": [{\"type\": \"probe\", \"name\": \"a\", \"tolerance\": 1,"
                        + " \"provider\": {\"type\": \"http\", \"url\": \"http://a\"}}]}",
                "{\"configuration\": {\"a\": {\"type\": \"env\"}}}",
                "{\"secrets\": {\"a\": \"b\"}}",
                "{\"runtime\": {\"rollbacks\": {\"strategy\": \"maybe\"}}}",
                "{\"steady-state-hypothesis\": {\"title\": \"x\", \"probes\": [{\"type\": \"probe\", \"name\": \"a\","
                        + " \"tolerance\": 2.5, \"provider\": {\"type\": \"http\", \"url\": \"http://a\"}}]}}",
                "{\"steady-state-hypothesis\": {\"title\": \"x\", \"probes\": [{\"type\": \"probe\", \"name\": \"a\","
                        + " \"provider\": {\"type\": \"http\", \"url\": \"http://a\"}}]}}",
            })
    void refuses(String change) throws IOException {
        ObjectNode experiment = (ObjectNode) MAPPER.readTree(GREETING);
        experiment.setAll((ObjectNode) MAPPER.readTree(change));
        assertThat(problems(experiment)).isNotEmpty();
    }

    private static Set<ValidationMessage> problems(JsonNode experiment) throws IOException {
        try (InputStream in = ExperimentSchemaTest.class.getResourceAsStream(FOLDER + "experiment.schema.json")) {
            JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(MAPPER.readTree(in));
            return schema.validate(experiment);
        }
    }
}
