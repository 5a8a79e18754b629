package dev.reliability.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.UndoRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeadRunsTest {

    private static final UndoRecord RECORD =
            new UndoRecord("fault of blue", Address.parse("process:1"), Map.of("key", "value"));

    @TempDir
    Path state;

    private final List<UndoRecord> undone = new ArrayList<>();

    private static Intent intent(UndoRecord record) {
        return new Intent(record, "blue", Map.of("region", "here"));
    }

    private List<DeadRuns.Swept> sweep() throws IOException {
        return new DeadRuns(state, record -> {
                    undone.add(record.record());
                    return List.of();
                })
                .sweep();
    }

    @Test
    void whatIsUndoneLeavesNoFile() throws IOException {
        IntentJournal journal = IntentJournal.begin(state, "title");
        String intent = journal.intend(intent(RECORD));
        assertThat(journals()).hasSize(1);
        assertThat(Files.readString(journals().get(0))).contains("\"fault of blue\"", "process:1");
        journal.undone(intent);
        journal.close();
        assertThat(journals()).isEmpty();
        assertThat(sweep()).isEmpty();
    }

    @Test
    void whatIsNotUndoneIsLeftForTheNextRun() throws IOException {
        IntentJournal journal = IntentJournal.begin(state, "title");
        journal.undone(journal.intend(intent(new UndoRecord("another", Address.parse("process:2"), Map.of()))));
        journal.intend(intent(RECORD));
        journal.close();
        assertThat(sweep()).singleElement().satisfies(swept -> assertThat(swept.left())
                .isEmpty());
        assertThat(undone).containsExactly(RECORD);
        assertThat(journals()).isEmpty();
        assertThat(sweep()).isEmpty();
    }

    @Test
    void aRunOfThisJvmIsLeftAlone() throws IOException {
        try (IntentJournal journal = IntentJournal.begin(state, "title")) {
            journal.intend(intent(RECORD));
            assertThat(sweep()).isEmpty();
            assertThat(undone).isEmpty();
        }
    }

    @Test
    void aSweepDoesNotFreeTheLockOfARunOfTheSameJvm() throws Exception {
        try (IntentJournal journal = IntentJournal.begin(state, "title")) {
            journal.intend(intent(RECORD));
            assertThat(sweep()).isEmpty();
            assertThat(said(JournalMain.start("sweep", state.toString()))).isEqualTo("swept 0");
            assertThat(journals()).hasSize(1);
        }
    }

    @Test
    void aLiveRunOfAnotherJvmIsLeftAloneAndADeadOneIsSwept() throws Exception {
        Process other = JournalMain.start("intend", state.toString());
        try {
            assertThat(said(other)).isEqualTo("ready");
            assertThat(sweep()).isEmpty();
            other.destroyForcibly().waitFor();
            assertThat(sweep()).hasSize(1);
            assertThat(undone).containsExactly(RECORD);
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aLineThatWasCutOffIsNoIntent() throws IOException {
        IntentJournal journal = IntentJournal.begin(state, "title");
        journal.intend(intent(RECORD));
        journal.intend(intent(new UndoRecord("fault of grün", Address.parse("process:2"), Map.of())));
        journal.close();
        Path file = journals().get(0);
        byte[] bytes = Files.readAllBytes(file);
        int umlaut = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(0xC3);
        for (int length : List.of(bytes.length - 2, umlaut + 1, umlaut - 3)) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            undone.clear();
            assertThat(sweep()).hasSize(1);
            assertThat(undone).containsExactly(RECORD);
        }
    }

    @Test
    void whatCannotBeUndoneIsTriedAgainByTheNextRun() throws IOException {
        IntentJournal journal = IntentJournal.begin(state, "title");
        journal.intend(intent(RECORD));
        journal.close();
        List<DeadRuns.Swept> failed = new DeadRuns(state, record -> {
                    throw new IOException("host is unreachable");
                })
                .sweep();
        assertThat(failed)
                .extracting(DeadRuns.Swept::record, DeadRuns.Swept::left)
                .containsExactly(tuple(RECORD, List.of("host is unreachable")));
        List<DeadRuns.Swept> left = new DeadRuns(state, record -> List.of("a rule")).sweep();
        assertThat(left)
                .extracting(DeadRuns.Swept::record, DeadRuns.Swept::left)
                .containsExactly(tuple(RECORD, List.of("a rule")));
        assertThat(sweep()).hasSize(1);
        assertThat(journals()).isEmpty();
    }

    @Test
    void oneThatCannotBeUndoneDoesNotKeepTheOthers() throws IOException {
        for (String fault : List.of("first", "second", "third")) {
            IntentJournal journal = IntentJournal.begin(state, fault);
            journal.intend(intent(new UndoRecord(fault, Address.parse("process:1"), Map.of())));
            journal.close();
        }
        List<DeadRuns.Swept> swept = new DeadRuns(state, intent -> {
                    if (intent.record().fault().equals("second")) {
                        throw new IllegalStateException();
                    }
                    return List.of();
                })
                .sweep();
        assertThat(swept).hasSize(3);
        assertThat(journals()).hasSize(1);
    }

    @Test
    void aRecordOfAnUnknownFormDoesNotKeepTheOthers() throws IOException {
        Path directory = Files.createDirectories(state.resolve("runs"));
        Files.writeString(
                directory.resolve("a.jsonl"),
                "{\"intent\":\"1\",\"fault\":\"odd\",\"address\":\"no address\",\"data\":{}}\n[]\nnull\n\n");
        IntentJournal journal = IntentJournal.begin(state, "title");
        journal.intend(intent(RECORD));
        journal.close();
        List<DeadRuns.Swept> swept = new DeadRuns(state, intent -> {
                    if (intent.record().equals(RECORD)) {
                        return List.of();
                    }
                    throw new PlanException("no back end has " + intent.record().address());
                })
                .sweep();
        assertThat(swept)
                .extracting(DeadRuns.Swept::left)
                .containsExactlyInAnyOrder(List.of(), List.of("no back end has unreadable:no address"));
        assertThat(journals()).as("what nobody understands is kept").hasSize(1);
    }

    @Test
    void whatIsForgottenIsNotUndoneAndStaysWrittenDown() throws IOException {
        IntentJournal journal = IntentJournal.begin(state, "title");
        String given = journal.intend(intent(RECORD));
        UndoRecord other = new UndoRecord("another", Address.parse("process:2"), Map.of());
        String kept = journal.intend(intent(other));
        journal.close();
        Path file = journals().get(0);
        Files.write(file, "{\"undone\":\"cut".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        DeadRuns dead = new DeadRuns(state, record -> List.of("a rule"));

        assertThat(dead.forget(given.substring(0, 8))).isEmpty();
        assertThat(dead.open()).containsOnlyKeys(given, kept);
        assertThat(dead.forget(given)).contains(RECORD);
        assertThat(dead.open()).containsExactly(Map.entry(kept, other));
        assertThat(Files.readString(dead.forgotten()))
                .contains(given, "fault of blue", "process:1", "value", System.getProperty("user.name"));
        assertThat(dead.forget(kept)).contains(other);
        assertThat(dead.open()).isEmpty();
        assertThat(journals()).isEmpty();
        assertThat(Files.readAllLines(dead.forgotten())).hasSize(2);
    }

    @Test
    void whatALiveRunIntendsCannotBeForgotten() throws Exception {
        Process other = JournalMain.start("intend", state.toString());
        try {
            assertThat(said(other)).isEqualTo("ready");
            String line = Files.readAllLines(journals().get(0)).get(1);
            String id = Json.read(line).path("intent").asText();
            DeadRuns dead = new DeadRuns(state, record -> List.of());
            assertThat(dead.forget(id)).isEmpty();
            assertThat(dead.forgotten()).doesNotExist();
            other.destroyForcibly().waitFor();
            assertThat(dead.forget(id)).isPresent();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void noStateDirectoryIsNothingToSweep() throws IOException {
        state = state.resolve("absent");
        assertThat(sweep()).isEmpty();
    }

    private List<Path> journals() throws IOException {
        try (var files = Files.list(state.resolve("runs"))) {
            return files.toList();
        }
    }

    static String said(Process process) throws IOException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        return reader.readLine();
    }
}
