package dev.reliability.aws.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventType.FINISHED;

import dev.reliability.aws.emulator.Books;
import dev.reliability.aws.emulator.Moto;
import dev.reliability.aws.emulator.NeedsMoto;
import dev.reliability.aws.emulator.Proxy;
import dev.reliability.junit.ExperimentFiles;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.spi.SharedClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** An experiment file that stops an instance of the emulator's books; no machine is real, and no schedule fires. */
@NeedsMoto
class ExperimentFileTest {

    private static String endpoint = "";
    private static String region = "";

    /** Not run by the build as a test: its verdict is read. */
    @ExperimentFiles("${aws.experiment}")
    static final class Stopped {

        @ReliabilityProperty("AWS_ENDPOINT_URL")
        static String endpoint() {
            return endpoint;
        }

        @ReliabilityProperty("AWS_REGION")
        static String region() {
            return region;
        }

        private Stopped() {}
    }

    @TempDir
    private Path directory;

    private final Books books = new Books(Moto.region());
    private final Proxy proxy = new Proxy(Moto.url());

    @AfterEach
    void close() {
        SharedClients.closeAll();
        proxy.close();
        books.close();
    }

    private Optional<Throwable> run(String id, String needed) throws IOException {
        endpoint = proxy.url();
        region = books.region();
        Path file = directory.resolve("experiment.json");
        Files.writeString(
                file,
                """
                {"title": "an instance is lost", "description": "it comes back",
                 "configuration": {"aws_region": "REGION"},
                 "steady-state-hypothesis": {"title": "somebody runs", "probes": [
                   {"type": "probe", "name": "it runs", "tolerance": true, "provider": {"type": "python",
                    "module": "chaosaws.ec2.probes", "func": "instance_state",
                    "arguments": {"state": "running", "instance_ids": ["OTHER"]}}}]},
                 "method": [
                   {"type": "action", "name": "stop", "provider": {"type": "python", "module": "chaosaws.ec2.actions",
                    "func": "stop_instance", "arguments": {"instance_id": "ID"}}}],
                 "rollbacks": []}
                """
                        .replace("REGION", region)
                        .replace("OTHER", needed)
                        .replace("ID", id));
        TestExecutionResult result = EngineTestKit.engine("reliability-experiments")
                .selectors(selectClass(Stopped.class))
                .configurationParameter("aws.experiment", file.toString())
                .configurationParameter("reliability.state", directory.toString())
                .configurationParameter(
                        "reliability.reports", directory.resolve("reports").toString())
                .execute()
                .testEvents()
                .filter(event -> event.getType() == FINISHED)
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .findFirst()
                .orElseThrow();
        return result.getThrowable();
    }

    @Test
    void passesWhereAnotherOneRunsAndStartsItAgain() throws IOException {
        String id = books.instance("blue");
        assertThat(run(id, books.instance("green"))).isEmpty();
        assertThat(proxy.calls())
                .containsSubsequence("CreateSchedule", "StopInstances", "StartInstances", "DeleteSchedule");
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
    }

    @Test
    void failsWhereItWasNeededAndStartsItAgain() throws IOException {
        String id = books.instance("blue");
        assertThat(run(id, id).orElseThrow()).isInstanceOf(AssertionError.class).hasMessageStartingWith("FAILED");
        assertThat(proxy.calls()).containsSubsequence("CreateSchedule", "StopInstances", "StartInstances");
        assertThat(books.state(id)).isEqualTo("running");
        assertThat(books.schedules(id)).isEmpty();
    }
}
