package dev.reliability.k8s.greeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventType.FINISHED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

/**
 * The experiment of the sample, and the one that is published for this story where {@code PUBLISHED_GREETING_FILE} names it, run on
 * pods as they are.
 */
class GreetingExperimentTest {

    @TempDir
    private Path directory;

    static Stream<Path> experiments() {
        return Stream.concat(
                Stream.of(Path.of("../samples/greeting/src/test/resources/experiments/greeter-lost.json")),
                Optional.ofNullable(System.getenv("PUBLISHED_GREETING_FILE")).map(Path::of).stream());
    }

    @AfterAll
    static void close() {
        Stream.of(NaiveWebapp.CLUSTER, PatientWebapp.CLUSTER, SecondGreeter.CLUSTER)
                .forEach(GreetingCluster::close);
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void passesWithASecondGreeterOrPatience(Path experiment) throws IOException {
        byte[] before = Files.readAllBytes(experiment);

        assertThat(run(SecondGreeter.class, experiment).getThrowable()).isEmpty();
        assertThat(run(PatientWebapp.class, experiment).getThrowable()).isEmpty();

        assertThat(experiment).hasBinaryContent(before);
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void failsWithTheReasonWhereTheWebappWaits(Path experiment) {
        assertThat(run(NaiveWebapp.class, experiment).getThrowable().orElseThrow())
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("took longer than 3 s")
                .hasMessageContaining("Reverted; nothing left behind.");
    }

    private TestExecutionResult run(Class<?> type, Path experiment) {
        return EngineTestKit.engine("reliability-experiments")
                .selectors(selectClass(type))
                .configurationParameter("greeting.experiment", experiment.toString())
                .configurationParameter("reliability.state", directory.toString())
                .configurationParameter(
                        "reliability.reports", directory.resolve("reports").toString())
                .execute()
                .testEvents()
                .filter(event -> event.getType() == FINISHED)
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .findFirst()
                .orElseThrow();
    }
}
