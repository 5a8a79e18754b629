package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.reliability.internal.journal.Json;
import dev.reliability.junit.ExperimentRun;
import dev.reliability.junit.SteadyStateProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What was measured reaches JUnit's own reports: an entry for each measurement, and the journal as a file. */
class PublishedResultsTest {

    @TempDir
    private Path directory;

    private final List<Map<String, String>> entries = new ArrayList<>();
    private final List<FileEntry> files = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    private final class Listening implements TestExecutionListener {

        @Override
        public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
            entries.add(entry.getKeyValuePairs());
        }

        @Override
        public void fileEntryPublished(TestIdentifier test, FileEntry file) {
            files.add(file);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(failures::add);
        }
    }

    @ExtendWith(ReliabilityExtension.class)
    static class Shop {

        @SteadyStateProbe(name = "shop", every = "10ms")
        boolean isOpen() {
            return true;
        }

        @RepeatedTest(2)
        void sells(ExperimentRun run) {
            run.note("sold");
        }
    }

    @ExtendWith(ReliabilityExtension.class)
    static class Ruin {

        @SteadyStateProbe(name = "shop", every = "10ms")
        boolean isOpen() {
            return true;
        }

        @Test
        void sells() {
            throw new IllegalStateException("no books");
        }
    }

    private void run(Class<?> type) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(type))
                .configurationParameter(
                        "reliability.state", directory.resolve("state").toString())
                .configurationParameter(
                        "reliability.reports", directory.resolve("reports").toString())
                .configurationParameter("reliability.baseline", "5s")
                .configurationParameter(
                        "junit.platform.reporting.output.dir",
                        directory.resolve("junit").toString())
                .build();
        LauncherFactory.create().execute(request, new Listening());
    }

    @Test
    void eachMeasurementIsAnEntryAndTheJournalAFile() throws IOException {
        run(Shop.class);
        assertThat(failures).isEmpty();
        assertThat(entries).hasSize(4);
        assertThat(entries.get(0))
                .containsEntry("reliability.verdict", "PASSED")
                .containsKeys("reliability.message", "reliability.journal");
        assertThat(entries.get(1))
                .containsEntry("reliability.steady-state.shop.failed", "0")
                .containsEntry("reliability.steady-state.shop.failed-share", "0")
                .containsEntry("reliability.steady-state.shop.longest-outage", "PT0S")
                .containsKeys("reliability.steady-state.shop.samples", "reliability.steady-state.shop.recovered-after");
        assertThat(files).hasSize(2).allSatisfy(file -> {
            assertThat(file.getMediaType()).hasValue("application/json");
            assertThat(file.getPath()).startsWith(directory.resolve("junit"));
        });
        Path journal = Path.of(entries.get(0).get("reliability.journal"));
        assertThat(files.get(0).getPath()).hasSameBinaryContentAs(journal);
        assertThat(files.get(0).getPath()).isNotEqualTo(files.get(1).getPath());
    }

    @Test
    void aFailedTestHasThemToo() throws IOException {
        run(Ruin.class);
        assertThat(failures).hasSize(1);
        assertThat(entries.get(0)).containsEntry("reliability.verdict", "FAILED");
        assertThat(Json.read(Files.readString(files.get(0).getPath()))
                        .path("reliability")
                        .path("verdict")
                        .asText())
                .isEqualTo("FAILED");
    }

    @Test
    void whatCannotBeAttachedChangesNoVerdict() throws IOException {
        Files.writeString(directory.resolve("junit"), "in the way");
        run(Shop.class);
        assertThat(failures).isEmpty();
        assertThat(files).isEmpty();
        assertThat(entries.get(0)).containsEntry("reliability.verdict", "PASSED");
    }
}
