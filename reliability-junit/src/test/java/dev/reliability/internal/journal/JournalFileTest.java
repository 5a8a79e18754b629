package dev.reliability.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A test that is run again does not hide what it was before. */
class JournalFileTest {

    @TempDir
    Path directory;

    private void run(String verdict) throws IOException {
        JournalFile file = new JournalFile(directory, "Shop/test[1]");
        file.write(Map.of("verdict", "none yet, and that in many words"));
        file.write(Map.of("verdict", verdict));
    }

    private String journal(String name) throws IOException {
        return Json.read(Files.readString(directory.resolve("Shop/test[1]").resolve(name)))
                .path("verdict")
                .asText();
    }

    @Test
    void earlierRunsOfTheSameJvmStay() throws IOException {
        run("FAILED");
        run("ERROR");
        run("PASSED");

        assertThat(journal("journal.json")).isEqualTo("PASSED");
        assertThat(journal("journal.1.json")).isEqualTo("FAILED");
        assertThat(journal("journal.2.json")).isEqualTo("ERROR");
    }

    @Test
    void whatAnEarlierJvmLeftIsNoEvidence() throws IOException {
        Path left = Files.createDirectories(directory.resolve("Shop/test[1]"));
        for (String name : new String[] {"journal.json", "journal.1.json", "journal.2.json"}) {
            Files.writeString(left.resolve(name), "{\"verdict\": \"of the day before yesterday, in many words\"}");
        }
        run("PASSED");

        assertThat(journal("journal.json")).isEqualTo("PASSED");
        assertThat(left.resolve("journal.1.json")).doesNotExist();
        assertThat(left.resolve("journal.2.json")).doesNotExist();
    }
}
