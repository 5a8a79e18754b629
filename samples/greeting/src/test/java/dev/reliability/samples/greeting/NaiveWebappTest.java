package dev.reliability.samples.greeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventType.FINISHED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

/** The naive webapp fails the build, by the experiment file as well as by the annotations, with a message that says why. */
class NaiveWebappTest {

    @Test
    void theExperimentFileFails() throws IOException {
        Throwable failure = run("reliability-experiments");

        assertThat(failure)
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith(
                        "FAILED: \"The webapp is up and greets within three seconds\" did not hold after the method"
                                + " (expected an answer from \"users-are-greeted-in-time\", got the request took longer"
                                + " than 3 s). Reverted; nothing left behind.");
        String message = failure.getMessage();
        Path journal = Path.of(message.substring(message.indexOf("Journal: ") + "Journal: ".length()));
        assertThat(Files.readString(journal))
                .contains("took longer than 3 s")
                .containsPattern("GET / took \\d+ ms: Hello, Ada!")
                .contains("\"deviated\" : true");
    }

    @Test
    void theAnnotationsFail() {
        assertThat(run("junit-jupiter"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageMatching("(?s)FAILED: \"a greeting\" was out for \\d+\\.\\d s \\(allowed 0 s\\), from "
                        + "\\d+\\.\\d s after shutdown of greeter; \\d+ of \\d+ samples failed \\(expected 200, got "
                        + "timeout after 3 s\\)\\. Reverted; nothing left behind\\..*");
    }

    private static Throwable run(String engine) {
        Throwable thrown = EngineTestKit.engine(engine)
                .selectors(selectClass(NaiveWebapp.class))
                .execute()
                .testEvents()
                .filter(event -> event.getType() == FINISHED)
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow(() -> new AssertionError("it was green")))
                .findFirst()
                .orElseThrow();
        System.out.println("The naive webapp fails the build:\n" + thrown.getMessage());
        return thrown;
    }
}
