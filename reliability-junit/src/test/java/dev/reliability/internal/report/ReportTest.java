package dev.reliability.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.reliability.internal.journal.Json;
import dev.reliability.testsystem.ExampleJournals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final String HOSTILE =
            "</title></svg><script>alert(1)</script><img src=x onerror=alert(2)>\"' \u0000\u001b[31m \u202e ]]> &amp;";

    @TempDir
    private Path reports;

    @Test
    void everyExperimentOfABuildIsShown() throws IOException {
        new ExampleJournals(reports).write();
        String html = html();
        assertThat(html)
                .contains("2 of 5 experiments did not pass.")
                .contains("out for 42.1 s, allowed 30 s")
                .contains("after 44.6 s (known to 500 ms)")
                .contains("https://wiki.example/bookstore/failover")
                .contains("never tried")
                .contains("'-Dit.test=shop.BookstoreReliabilityIT#losingTheWholeInstanceIsSurvived'"
                        + " -Dreliability.profile=staging")
                .contains("169 of 169 samples failed from 3.3 s on: expected 200, got timeout after 3 s");
        assertThat(html.indexOf("losingTheWholeInstance")).isLessThan(html.indexOf("aBusyProcessor"));
    }

    @Test
    void theReportFetchesNothingAndRunsNothing() throws IOException {
        new ExampleJournals(reports).write();
        assertThat(html()).doesNotContain("<script", "<link", "<img", "src=", "@import", "url(");
    }

    @Test
    void theSummaryIsAsItsSchemaSays() throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("../docs/summary.schema.json")));
        new ExampleJournals(reports).write();
        Files.writeString(journal("losingTheWhole"), "{\"reliability\": {\"faults\": [{}], \"failovers\": [{}]}}");
        Report.of(reports).write();
        JsonNode summary = Json.read(Files.readString(reports.resolve("summary.json")));
        assertThat(schema.validate(summary)).isEmpty();
        assertThat(summary.path("experiments")).hasSize(5);
        assertThat(summary.path("counts").path("PASSED").asInt()).isEqualTo(3);
        assertThat(schema.validate(Json.read("{\"format\": 2}"))).isNotEmpty();
    }

    @Test
    void whatNobodyHasTriedIsShownBesideWhatWasTried() throws IOException {
        new ExampleJournals(reports).write();
        Coverage coverage = Coverage.of(ReportedBuild.read(reports));
        assertThat(coverage.rows())
                .extracting(row -> row.target() + "/" + row.dependency() + " " + coverage.result(row, "blackhole") + " "
                        + coverage.result(row, "packet loss") + " " + coverage.result(row, "shutdown"))
                .containsExactly(
                        "bookstore-api-blue/ proven never tried failed",
                        "bookstore-api-blue/cdn.bookstore.example proven never tried –",
                        "bookstore-api-blue/db.bookstore.example proven never tried –",
                        "bookstore-api-blue/mail.bookstore.example never tried never tried –",
                        "bookstore-api-green/ never tried inconclusive never tried",
                        "bookstore-api-green/cdn.bookstore.example never tried inconclusive –",
                        "bookstore-api-green/db.bookstore.example never tried inconclusive –",
                        "bookstore-cdn/ never tried never tried never tried",
                        "bookstore-db/ never tried never tried never tried");
        assertThat(coverage.profiles()).containsExactly("staging");
        assertThat(html()).contains("↳ mail.bookstore.example").doesNotContain("^api.gremlin.com</th>");
    }

    @Test
    void theWayOfAFailoverIsSplitIntoItsLayers() throws IOException {
        new ExampleJournals(reports).write();
        ReportedExperiment run = ReportedBuild.read(reports).experiments().get(0);
        List<Waterfall.Layer> layers = Waterfall.layers(run, run.moves().get(0));
        assertThat(layers).extracting(Waterfall.Layer::phase).containsExactly("detect", "decide", "publish", "client");
        assertThat(layers.get(3).to()).isEqualTo(44.6);
        assertThat(layers.get(3).error()).isEqualTo(0.25);
        for (int i = 1; i < layers.size(); i++) {
            assertThat(layers.get(i).from()).isEqualTo(layers.get(i - 1).to());
        }
    }

    @Test
    void whateverSomebodyWroteAnywhereIsShownAsText() throws IOException {
        new ExampleJournals(reports).write();
        for (Path file : journals()) {
            JsonNode journal = Json.read(Files.readString(file));
            Files.writeString(file, Json.pretty(Map.of("reliability", poisoned(journal.path("reliability")))));
        }
        String html = html();
        assertThat(html)
                .doesNotContain("<script", "<img", "\u0000", "\u001b", "\u202e")
                .contains("&lt;script&gt;alert(1)", "␀␛[31m [U+202e]");
        assertThat(Files.readString(reports.resolve("summary.md")))
                .doesNotContain("<script", "<img", "\u0000", "\u001b", "\u202e")
                .contains("&lt;script&gt;");
    }

    /** Every text becomes hostile, but for the names of columns and the moments. */
    private static Object poisoned(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new HashMap<>();
            node.properties()
                    .forEach(entry ->
                            map.put(isName(entry.getKey()) ? HOSTILE : entry.getKey(), poisoned(entry.getValue())));
            if (node.has("columns")) {
                map.put("columns", node.path("columns"));
            }
            if (node.has("at") && node.has("phase")) {
                map.put("at", node.path("at"));
            }
            return map;
        }
        if (node.isArray()) {
            return Fields.list(node, ReportTest::poisoned);
        }
        return node.isTextual() ? HOSTILE : node;
    }

    /** Addresses and targets are names of members in some places. */
    private static boolean isName(String member) {
        return member.startsWith("bookstore") || member.contains(" ") || member.contains("198.");
    }

    @Test
    void aRunbookThatIsNoWebPageIsNoLink() throws IOException {
        new ExampleJournals(reports).write();
        for (Path file : journals()) {
            Files.writeString(
                    file,
                    Files.readString(file).replace("https://wiki.example/bookstore/failover", "javascript:alert(1)"));
        }
        assertThat(html()).contains("javascript:alert(1)").doesNotContain("href=\"javascript");
    }

    @Test
    void ofAJournalThatWasCutOffWhatIsReadableIsShown() throws IOException {
        new ExampleJournals(reports).write();
        Path file = journal("losingTheWhole");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 997) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            ReportedExperiment run = JournalReader.read(file);
            assertThat(run.problems()).as("cut after %s bytes", length).anyMatch(one -> one.contains("damaged"));
            assertThat(html()).contains("The journal is damaged");
        }
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThat(JournalReader.read(file).message()).contains("was out for 42.1 s");
    }

    @Test
    void whatIsNoJournalIsNamed() throws IOException {
        new ExampleJournals(reports).write();
        Files.writeString(journal("losingTheWhole"), "[1, 2]");
        Files.writeString(
                journal("aBusy"), "{\"reliability\": {\"verdict\": 7, \"series\": {\"a\": 1}, \"faults\": [null, 3]}}");
        assertThat(html()).contains("it is not a JSON object", "a verdict that there is none of: 7");
    }

    @Test
    void journalsOfOtherVersionsAreShownAsFarAsTheyAreKnown() throws IOException {
        new ExampleJournals(reports).write();
        Path file = journal("losingTheWhole");
        String journal = Files.readString(file);
        Files.writeString(file, journal.replaceFirst("\"format\" : 1", "\"format\" : 99, \"future\" : [ { } ]"));
        assertThat(html()).contains("written by a later version", "was out for 42.1 s");
        Files.writeString(file, journal.replaceFirst("\"format\" : 1,", ""));
        assertThat(html()).contains("written by an earlier version");
    }

    @Test
    void aRunWithoutAVerdictIsUnfinished() throws IOException {
        new ExampleJournals(reports).write();
        Path file = journal("losingTheWhole");
        Files.writeString(file, Files.readString(file).replaceFirst("\"verdict\" : \"FAILED\",", ""));
        assertThat(html()).contains("UNFINISHED", "its JVM was ended in the middle of it");
    }

    @Test
    void earlierAttemptsAreShownBesideTheLast() throws IOException {
        new ExampleJournals(reports).write();
        Path file = journal("aBusy");
        Files.copy(file, file.resolveSibling("journal.1.json"));
        assertThat(html()).contains("aBusyProcessorIsNotNoticed (attempt 1, run again since)");
    }

    @Test
    void whatIsNotThereIsSaid() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = Report.run(
                new PrintStream(said, true, StandardCharsets.UTF_8), "--reports=" + reports.resolve("nowhere"));
        assertThat(code).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("there is no journal below");
        assertThat(Report.run(new PrintStream(said, true, StandardCharsets.UTF_8), "--report=x"))
                .isEqualTo(2);
    }

    @Test
    void aReportThatCannotBeWrittenLeavesTheEarlierOneAndNothingElse() throws IOException {
        new ExampleJournals(reports).write();
        Path html = Report.of(reports).write();
        Files.delete(html);
        Files.createDirectories(html.resolve("in the way"));
        int code = Report.run(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), "--reports=" + reports);
        assertThat(code).isEqualTo(1);
        try (Stream<Path> left = Files.list(reports)) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".next"));
        }
    }

    @Test
    void gitHubIsToldOfEachFailureAtItsLine() throws IOException {
        Path workspace = Files.createDirectories(reports.resolve("workspace/shop"));
        Path source =
                Files.createDirectories(workspace.resolve("src/test/java/shop")).resolve("BookstoreReliabilityIT.java");
        Files.writeString(
                source,
                "class X {\n  // losingTheWholeInstanceIsSurvived(\n  void losingTheWholeInstanceIsSurvived() {}\n}\n");
        new ExampleJournals(reports).write();
        for (Path file : journals()) {
            String here = Path.of("").toAbsolutePath().toString();
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(here, workspace.toString())
                            .replace("was out for", "was\\nout, 100% for"));
        }
        Path page = reports.resolve("page.md");
        Files.writeString(page, "before\n", StandardOpenOption.CREATE);
        Map<String, String> environment = Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_WORKSPACE", workspace.getParent().toString(),
                "GITHUB_STEP_SUMMARY", page.toString());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        GitHub gitHub = new GitHub(
                name -> Optional.ofNullable(environment.get(name)),
                new PrintStream(said, true, StandardCharsets.UTF_8));
        ReportedBuild build = ReportedBuild.read(reports);
        gitHub.annotate(build);
        gitHub.summarise(build);

        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("::error file=shop/src/test/java/shop/BookstoreReliabilityIT.java,line=3,"
                        + "title=shop.BookstoreReliabilityIT.losingTheWholeInstanceIsSurvived::FAILED: ")
                .contains("was%0Aout, 100%25 for");
        assertThat(Files.readString(page)).startsWith("before\n").contains("2 of 5 experiments did not pass");
    }

    @Test
    void elsewhereNothingIsToldToAServer() throws IOException {
        new ExampleJournals(reports).write();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        GitHub none = new GitHub(name -> Optional.empty(), new PrintStream(said, true, StandardCharsets.UTF_8));
        none.annotate(ReportedBuild.read(reports));
        none.summarise(ReportedBuild.read(reports));
        Report.of(reports).tellServer(Instant.MAX, new PrintStream(said, true, StandardCharsets.UTF_8));
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private String html() throws IOException {
        return Files.readString(Report.of(reports).write());
    }

    private Path journal(String test) throws IOException {
        return journals().stream()
                .filter(file -> file.toString().contains(test))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> journals() throws IOException {
        try (Stream<Path> found = Files.walk(reports)) {
            return found.filter(file -> file.endsWith("journal.json")).sorted().toList();
        }
    }
}
