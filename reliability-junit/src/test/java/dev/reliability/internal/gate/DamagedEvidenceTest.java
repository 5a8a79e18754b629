package dev.reliability.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.gate.SampleProject.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence that is not whole, or not as it was written, opens no gate, and what is wrong with it is said. */
class DamagedEvidenceTest {

    private static final String NOT_AS_WRITTEN = " is not as it was written, or the lines before it are not all there";

    @TempDir
    Path directory;

    private SampleProject project;

    @BeforeEach
    void run() throws IOException {
        project = new SampleProject(directory)
                .with(
                        "BadIT",
                        "class BadIT { @Test @Holding void holds() {}"
                                + " @Test @Holding void fails() { Assertions.fail(\"seen: 0\"); } }");
        project.run("BadIT");
    }

    private Path journal() throws IOException {
        try (Stream<Path> files = Files.walk(project.reports())) {
            return files.filter(file ->
                            file.endsWith("journal.json") && file.toString().contains("holds"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void assertClosed(String reason, String... options) {
        Answer answer = project.gate(options);
        assertThat(answer.exitCode()).as(answer.toString()).isOne();
        assertThat(String.join("\n", answer.lines())).contains(reason).doesNotContain("could not check");
    }

    @Test
    void aVerdictThatSomebodyChanged() throws IOException {
        List<String> lines = Files.readAllLines(project.manifest());
        Files.write(
                project.manifest(),
                lines.stream()
                        .map(line -> line.replace("\"FAILED\"", "\"PASSED\""))
                        .toList());

        assertClosed("is damaged: line ");
        assertClosed(NOT_AS_WRITTEN);
    }

    @Test
    void aLineThatSomebodyTookAway() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(project.manifest()));
        lines.removeIf(line -> line.contains("fails(") && !line.contains("\"plan\""));
        Files.write(project.manifest(), lines);

        assertClosed(NOT_AS_WRITTEN, "--exclude=shop\\.BadIT\\.fails.*");
    }

    @Test
    void whatIsNoText() throws IOException {
        Files.write(project.manifest(), new byte[] {'{', (byte) 0xff, '}', '\n'}, StandardOpenOption.APPEND);

        assertClosed("is damaged: line ");
    }

    @Test
    void whatANewerVersionWrote() throws IOException {
        project.forge(line -> line.replace("\"version\":1,", "\"version\":2,"));

        assertClosed("was written by a newer version of the library (format 2, and this is 1)");
    }

    @Test
    void aForgeryAsSuchIsNotNoticed() throws IOException {
        project.forge(line -> line);

        assertThat(project.gate("--exclude=shop\\.BadIT\\.fails.*").exitCode()).isZero();
    }

    @Test
    void whatIsCutOff() throws IOException {
        byte[] bytes = Files.readAllBytes(project.manifest());
        for (int length = bytes.length - 1; length > 0; length -= 397) {
            Files.write(project.manifest(), java.util.Arrays.copyOf(bytes, length));

            assertThat(project.gate("--exclude=shop\\.BadIT\\.fails.*").exitCode())
                    .as(() -> "the whole of it is " + bytes.length)
                    .isOne();
        }
    }

    @Test
    void aJournalThatSomebodyChanged() throws IOException {
        Path journal = journal();
        Files.writeString(journal, Files.readString(journal).replace("PASSED", "PAssED"), StandardCharsets.UTF_8);

        assertClosed("of shop.BadIT.holds() is not as the test wrote it", "--exclude=shop\\.BadIT\\.fails.*");
    }

    @Test
    void aJournalThatIsGone() throws IOException {
        Files.delete(journal());

        assertClosed("of shop.BadIT.holds() is gone", "--exclude=shop\\.BadIT\\.fails.*");
    }

    @Test
    void whatWasDamagedBeforeThisBuildIsNotInTheWay() throws IOException {
        Path old = project.reports().resolve("manifest/old.jsonl");
        Files.writeString(old, "not JSON\n");
        String since = "--since=" + Instant.now().minusSeconds(1800);
        assertClosed("old.jsonl is damaged", since, "--exclude=shop\\.BadIT\\.fails.*");

        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3600)));
        assertThat(project.gate(since, "--exclude=shop\\.BadIT\\.fails.*").exitCode())
                .isZero();
    }
}
