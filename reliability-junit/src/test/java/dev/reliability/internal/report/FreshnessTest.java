package dev.reliability.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.internal.evidence.BuildIdentity;
import dev.reliability.internal.journal.Json;
import dev.reliability.testsystem.ExampleJournals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals of other builds are shown apart: they say nothing about this one. */
class FreshnessTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-31T02:00:00Z");
    private static final Instant NOW = Instant.parse("2026-02-02T02:00:00Z");
    private static final String FIRST = "losingDatabaseAndCdnMovesTrafficToGreen";

    @TempDir
    private Path directory;

    private Path reports;
    private Path classes;

    @BeforeEach
    void build() throws IOException {
        reports = directory.resolve("target/reliability");
        classes = Files.createDirectories(directory.resolve("target/test-classes"));
        Files.writeString(classes.resolve("Shop.class"), "first");
        new ExampleJournals(reports).write();
    }

    private Path journal(String method) {
        return reports.resolve("shop.BookstoreReliabilityIT").resolve(method + "[1]/journal.json");
    }

    /** Writes what one test JVM tells. */
    private void tells(Instant start, String identity, String commit, Path... journals) throws IOException {
        Path file =
                Files.createDirectories(reports.resolve("manifest")).resolve("m" + start.getEpochSecond() + ".jsonl");
        StringBuilder lines = new StringBuilder();
        line(lines, Map.of("event", "jvm", "version", 1, "start", start.toString(), "commit", commit));
        line(
                lines,
                Map.of(
                        "event",
                        "build",
                        "build",
                        Map.of(BuildIdentity.location(classes).toString(), identity)));
        for (Path journal : journals) {
            line(
                    lines,
                    Map.of(
                            "event",
                            "verdict",
                            "verdict",
                            "PASSED",
                            "id",
                            "x",
                            "classes",
                            List.of("shop.A"),
                            "method",
                            "m()",
                            "message",
                            "",
                            "fault",
                            true,
                            "at",
                            start.toString(),
                            "journal",
                            journal.toString(),
                            "written",
                            ""));
        }
        Files.writeString(file, lines);
    }

    private static void line(StringBuilder lines, Map<String, Object> line) {
        lines.append(Json.line(line)).append('\n');
    }

    private Path[] all() throws IOException {
        try (Stream<Path> found = Files.walk(reports)) {
            return found.filter(file -> file.endsWith("journal.json")).toArray(Path[]::new);
        }
    }

    private ReportedBuild read() throws IOException {
        return ReportedBuild.read(reports);
    }

    @Test
    void whatTheBuildRanIsOfIt() throws IOException {
        tells(LONG_AGO, BuildIdentity.of(classes), "", all());
        assertThat(read().stale()).isEmpty();
        assertThat(read().experiments()).hasSize(5);
        assertThat(read().sentence()).isEqualTo("2 of 5 experiments did not pass.");
    }

    @Test
    void whereNobodyWroteDownWhatWasTestedNothingIsSaid() throws IOException {
        assertThat(read().stale()).isEmpty();
    }

    @Test
    void whatRanBeforeTheClassesChangedIsOfAnotherBuild() throws IOException {
        tells(LONG_AGO, BuildIdentity.of(classes), "", all());
        Files.writeString(classes.resolve("Shop.class"), "second");
        tells(NOW, BuildIdentity.of(classes), "", journal(FIRST));
        Files.writeString(
                journal(FIRST),
                Files.readString(journal(FIRST)).replaceFirst("2026-01-31T[0-9:]+Z", "2026-02-02T02:00:01Z"));
        ReportedBuild build = read();
        assertThat(build.experiments())
                .extracting(ReportedExperiment::shortName)
                .containsExactly(FIRST);
        assertThat(build.stale()).hasSize(4).allSatisfy(one -> assertThat(one.why())
                .isEqualTo("It is of another build: " + BuildIdentity.location(classes) + " has changed since."));
        assertThat(build.sentence()).isEqualTo("The experiment passed. 4 more are not of this build.");
        assertThat(build.counts()).containsExactly(Map.entry("PASSED", 1L));
        Report.of(reports).write();
        String html = Files.readString(reports.resolve("report.html"));
        assertThat(html).contains("Not of this build", "– STALE", "has changed since.");
        JsonNode summary = Json.read(Files.readString(reports.resolve("summary.json")));
        assertThat(summary.path("stale")).hasSize(4);
        assertThat(summary.path("experiments")).hasSize(1);
        assertThat(Files.readString(reports.resolve("summary.md"))).contains("STALE: shop.BookstoreReliabilityIT");
    }

    @Test
    void onlyWhatIsLeftOfOthersIsNoEvidence() throws IOException {
        tells(LONG_AGO, BuildIdentity.of(classes), "", all());
        Files.writeString(classes.resolve("Shop.class"), "second");
        ReportedBuild build = read();
        assertThat(build.good()).isFalse();
        assertThat(build.sentence()).isEqualTo("No experiment left any evidence. 5 more are not of this build.");
    }

    @Test
    void whatIsOlderThanTheTestsOfTheBuildIsNotOfIt() throws IOException {
        tells(NOW, BuildIdentity.of(classes), "");
        assertThat(read().stale()).hasSize(5).allSatisfy(one -> assertThat(one.why())
                .isEqualTo("It is older than the tests of this build, and none of them tells of it."));
    }

    @Test
    void whatRanAtAnotherCommitIsOfAnotherBuild() throws IOException {
        Files.createDirectories(directory.resolve(".git"));
        Files.writeString(directory.resolve(".git/HEAD"), "bbbbbbbbbbbbbbbbbbbb\n");
        tells(LONG_AGO, BuildIdentity.of(classes), "aaaaaaaaaaaaaaaaaaaa", all());
        assertThat(read().stale()).hasSize(5).allSatisfy(one -> assertThat(one.why())
                .isEqualTo("It is of another commit: it ran at aaaaaaaaaa, and this is bbbbbbbbbb."));
    }
}
