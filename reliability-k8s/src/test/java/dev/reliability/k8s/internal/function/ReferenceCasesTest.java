package dev.reliability.k8s.internal.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.reliability.k8s.internal.client.Access;
import dev.reliability.spi.SharedClients;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Functions answer and change what chaosk8s 0.39.0 answered and changed on the same stand-in, which the cases record. Where they
 * differ, the case has our result too, and says why.
 */
class ReferenceCasesTest {

    private static final int AT_ONCE = 6;

    @TempDir
    private static Path directory;

    private static final Map<Integer, Future<Result>> RESULTS = new LinkedHashMap<>();
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_ONCE);
    private static final JsonNode ALL = read();

    private record Result(JsonNode returns, String failure, List<String> changes) {}

    private static JsonNode read() {
        try (InputStream cases = ReferenceCasesTest.class.getResourceAsStream("/chaosk8s/cases.json")) {
            return Api.JSON.readTree(cases);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        ALL.path("cases")
                .forEach(one -> cases.add(Arguments.of(
                        cases.size(),
                        one.path("state").asText() + ": " + one.path("call").asText() + one.path("arguments"))));
        return cases.stream();
    }

    /** Most of the time is spent waiting, so that several are played at once. */
    @BeforeAll
    static void playAll() {
        for (int i = 0; i < ALL.path("cases").size(); i++) {
            JsonNode one = ALL.path("cases").get(i);
            RESULTS.put(i, THREADS.submit(() -> play(one)));
        }
    }

    @AfterAll
    static void close() {
        THREADS.shutdownNow();
        SharedClients.closeAll();
    }

    private static Result play(JsonNode one) throws IOException {
        Path own = Files.createTempDirectory(directory, "case");
        JsonNode state = ALL.path("states").path(one.path("state").asText());
        try (CaseCluster cluster = new CaseCluster(state, ALL.path("files"), own)) {
            JsonNode returns = NullNode.instance;
            String failure = "";
            try {
                Object answer = TestCall.call(
                        one.path("call").asText(),
                        arguments(one, own),
                        false,
                        Map.of(Access.KUBECONFIG, cluster.kubeconfig().toString()));
                returns = Api.JSON.readTree(Api.JSON.writeValueAsString(answer));
            } catch (Exception e) {
                failure = e.toString();
            }
            List<String> expected = texts(expected(one).path("changes"));
            if (!cluster.changes().equals(expected)) {
                await().during(java.time.Duration.ofMillis(100))
                        .atMost(java.time.Duration.ofSeconds(5))
                        .ignoreExceptions()
                        .until(() -> cluster.changes().equals(expected));
            }
            return new Result(returns, failure, cluster.changes());
        }
    }

    private static Map<String, Object> arguments(JsonNode one, Path directory) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        one.path("arguments")
                .properties()
                .forEach(argument -> arguments.put(
                        argument.getKey(),
                        argument.getKey().equals(SpecFile.ARGUMENT)
                                ? directory
                                        .resolve(argument.getValue().asText())
                                        .toString()
                                : Api.value(argument.getValue())));
        return arguments;
    }

    private static JsonNode expected(JsonNode one) {
        return one.has("ours") ? one.path("ours") : one;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void answersAndChangesTheSame(int number, String title) throws Exception {
        JsonNode expected = expected(ALL.path("cases").get(number));
        Result result = RESULTS.get(number).get();
        assertThat(result.changes()).as(title).isEqualTo(texts(expected.path("changes")));
        if (expected.path("fails").asBoolean()) {
            assertThat(result.failure()).as(title).isNotEmpty();
        } else {
            assertThat(result.failure()).as(title).isEmpty();
            assertThat(withoutVersions(result.returns()))
                    .as(title)
                    .isEqualTo(withoutVersions(expected.path("returns")));
        }
    }

    private static JsonNode withoutVersions(JsonNode node) {
        return node.has("items") ? node.path("items") : node;
    }
}
