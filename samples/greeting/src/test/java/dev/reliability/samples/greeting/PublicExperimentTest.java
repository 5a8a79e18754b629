package dev.reliability.samples.greeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventType.FINISHED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

/** The experiment that is published for this story runs as it is, byte for byte, where somebody has it. */
@EnabledIfEnvironmentVariable(
        named = "PUBLISHED_GREETING_FILE",
        matches = ".+",
        disabledReason =
                "names the published experiment, which is not part of this project; the experiment of the sample,"
                        + " which has the same structure, always runs")
class PublicExperimentTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path published = Path.of(
            Optional.ofNullable(System.getenv("PUBLISHED_GREETING_FILE")).orElse(""));

    @Test
    void passesAndFailsAsTheOneOfTheSample() throws IOException {
        byte[] before = Files.readAllBytes(published);

        assertThat(run(SecondGreeterIT.class).getThrowable()).isEmpty();
        assertThat(run(PatientWebappIT.class).getThrowable()).isEmpty();
        assertThat(run(NaiveWebapp.class).getThrowable().orElseThrow())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("took longer than 3 s");

        assertThat(published).hasBinaryContent(before);
    }

    @Test
    void theOneOfTheSampleHasItsStructure() throws IOException {
        JsonNode sample = JSON.readTree(getClass().getResourceAsStream("/experiments/greeter-lost.json"));

        assertThat(withoutWords(sample)).isEqualTo(withoutWords(JSON.readTree(published.toFile())));
    }

    private static JsonNode withoutWords(JsonNode node) {
        node.forEach(PublicExperimentTest::withoutWords);
        if (node instanceof ObjectNode object && !object.has("func")) {
            for (String words : new String[] {"title", "description", "name", "tags"}) {
                object.remove(words);
            }
        }
        return node;
    }

    private TestExecutionResult run(Class<?> type) {
        return EngineTestKit.engine("reliability-experiments")
                .selectors(selectClass(type))
                .configurationParameter("greeting.experiment", published.toString())
                .execute()
                .testEvents()
                .filter(event -> event.getType() == FINISHED)
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .findFirst()
                .orElseThrow();
    }
}
