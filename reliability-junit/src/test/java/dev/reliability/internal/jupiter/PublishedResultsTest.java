package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.internal.journal.Json;
import dev.reliability.junit.ExperimentRun;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
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
import org.junit.platform.testkit.engine.EngineTestKit;

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

    static class Fluent {

        @ReliabilityProperty("anything")
        static final String BRINGS_THE_EXTENSION = "";

        @BeforeAll
        static void before() {
            experiment("before").run(() -> {});
        }

        @Test
        void twice() {
            experiment("first").run(() -> {});
            assertThat(experiment("second").evaluate(() -> fail("no books")).passed())
                    .isFalse();
        }

        static ExperimentBuilder experiment(String title) {
            return Reliability.experiment(title)
                    .property("reliability.state", System.getProperty("fluent.directory") + "/state")
                    .property("reliability.reports", System.getProperty("fluent.directory") + "/reports")
                    .steadyState(SteadyStateSpec.probe(
                                    "shop", context -> Probe.blocking(() -> new Observation(true, "open", "open"), 1))
                            .every("10ms"));
        }
    }

    @Test
    void experimentsInsideOfATestHaveThemWhereTheExtensionIs() throws IOException {
        System.setProperty("fluent.directory", directory.toString());
        try {
            run(Fluent.class);
        } finally {
            System.clearProperty("fluent.directory");
        }
        assertThat(failures).isEmpty();
        assertThat(entries)
                .extracting(entry -> entry.get("reliability.verdict"))
                .containsSubsequence("PASSED", "PASSED", "FAILED");
        assertThat(files)
                .extracting(file -> file.getPath().getFileName().toString())
                .containsExactly("journal.json", "journal.json", "journal-2.json");
        assertThat(Json.read(Files.readString(files.get(2).getPath()))
                        .path("experiment")
                        .path("title")
                        .asText())
                .isEqualTo("second");
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
    void aBuildWithoutACleanReplacesThoseOfTheOneBefore() throws IOException {
        run(Shop.class);
        run(Shop.class);
        assertThat(files).hasSize(4);
        assertThat(files.get(2).getPath())
                .isEqualTo(files.get(0).getPath())
                .hasSameBinaryContentAs(Path.of(entries.get(4).get("reliability.journal")));
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

    /** Says what JUnit itself says where outputs are forbidden, in the words of the version at hand. */
    static class Forbidden {

        private static final List<Throwable> SEEN = new ArrayList<>();

        @Test
        void publishes(TestReporter reporter) {
            try {
                reporter.publishFile("any", MediaType.TEXT_PLAIN_UTF_8, file -> Files.writeString(file, ""));
            } catch (RuntimeException e) {
                SEEN.add(e);
            }
        }
    }

    @Test
    void theTestKitThatForbidsThemIsNoNews() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Forbidden.class))
                .execute();
        assertThat(Forbidden.SEEN).singleElement().satisfies(e -> assertThat(AttachedJournal.isForbidden(e))
                .as("%s", e)
                .isTrue());
        assertThat(AttachedJournal.isForbidden(new IllegalStateException("disk full")))
                .isFalse();
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
