package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.Body;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.spi.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console tells each verdict, and the message of a failure only where nobody else shows it. */
@Timeout(60)
class ConsoleTest {

    private static final String FAILED = "FAILED: the test body failed: java.lang.IllegalStateException: no books.";

    @TempDir
    Path directory;

    private record Listening(boolean showsFailures, List<String> lines) implements Display {

        @Override
        public void line(String title, Duration after, String text) {
            lines.add(text);
        }
    }

    private List<String> lines(boolean showsFailures, Body.Steering body) {
        Listening door = new Listening(showsFailures, new CopyOnWriteArrayList<>());
        var experiment = Reliability.experiment("console")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .runbook("http://runbook.example")
                .steadyState(SteadyStateSpec.probe(
                                "fine",
                                context -> timeout ->
                                        CompletableFuture.completedFuture(new Observation(true, "fine", "fine")))
                        .every("10ms"));
        ExperimentRunner.start(experiment.build(), FrontDoor.showing(door)).carryOut(body);
        return door.lines();
    }

    private static void fail() {
        throw new IllegalStateException("no books");
    }

    @Test
    void aFailureThatNobodyElseShowsIsShown() {
        assertThat(lines(false, run -> fail()))
                .contains(FAILED + " No fault was injected.", "Runbook: http://runbook.example");
    }

    @Test
    void aFailureThatIsShownElsewhereIsNotRepeated() {
        assertThat(lines(true, run -> fail()))
                .contains("FAILED. No fault was injected.")
                .noneMatch(line -> line.contains("no books") || line.contains("Runbook"));
    }

    /** Nobody is told of a pass that none is. */
    @Test
    void theVerdictIsSaidOnceTheJournalIsWritten() throws IOException {
        Files.writeString(directory.resolve("reports"), "in the way");
        assertThat(lines(false, run -> {}))
                .noneMatch(line -> line.startsWith("PASSED"))
                .anyMatch(line -> line.startsWith("ERROR: the journal could not be written: "))
                .contains("Runbook: http://runbook.example");
    }

    @Test
    void aPassWithoutAFaultSaysSo() {
        for (boolean showsFailures : List.of(true, false)) {
            assertThat(lines(showsFailures, run -> {}))
                    .contains("PASSED: every hypothesis held. No fault was injected.")
                    .noneMatch(line -> line.contains("Runbook"));
        }
    }
}
