package dev.reliability.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.reliability.internal.journal.TargetLocks.HeldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@SuppressWarnings("try")
class TargetLocksTest {

    @TempDir
    Path state;

    @Test
    void aTargetIsHeldByOneRun() throws Exception {
        try (TargetLocks locks = TargetLocks.take(state, List.of("process:1", "process:2"), "the first test")) {
            assertThatExceptionOfType(HeldException.class)
                    .isThrownBy(() -> TargetLocks.take(state, List.of("process:3", "process:2"), "the second"))
                    .withMessageStartingWith("process:2 is under attack by another run: process "
                            + ProcessHandle.current().pid() + ", the first test, since ");
            TargetLocks.take(state, List.of("process:3"), "the third").close();
        }
        TargetLocks.take(state, List.of("process:2"), "the fourth").close();
    }

    @Test
    void whoGetsNotAllHoldsNone() throws Exception {
        try (TargetLocks locks = TargetLocks.take(state, List.of("b"), "first")) {
            assertThatExceptionOfType(HeldException.class)
                    .isThrownBy(() -> TargetLocks.take(state, List.of("a", "b"), "second"));
            TargetLocks.take(state, List.of("a"), "third").close();
        }
    }

    @Test
    void anotherJvmIsKeptOutAndADeadOneHoldsNothing() throws Exception {
        Process other = JournalMain.start("lock", state.toString(), "process:1");
        try {
            assertThat(DeadRunsTest.said(other)).isEqualTo("ready");
            assertThatExceptionOfType(HeldException.class)
                    .isThrownBy(() -> TargetLocks.take(state, List.of("process:1"), "mine"))
                    .withMessageContaining("process " + other.pid() + ", the other run");
            other.destroyForcibly().waitFor();
            TargetLocks.take(state, List.of("process:1"), "mine").close();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aRefusedRunOfTheSameJvmDoesNotFreeTheTarget() throws Exception {
        try (TargetLocks locks = TargetLocks.take(state, List.of("process:1"), "the first test")) {
            assertThatExceptionOfType(HeldException.class)
                    .isThrownBy(() -> TargetLocks.take(state, List.of("process:1"), "the second"));
            Process other = JournalMain.start("lock", state.toString(), "process:1");
            assertThat(DeadRunsTest.said(other)).startsWith("process:1 is under attack by another run");
            other.destroyForcibly();
        }
    }

    @Test
    void aStateDirectoryThatCannotBeWrittenIsTold() throws IOException {
        Path file = Files.createFile(state.resolve("file"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> TargetLocks.take(file, List.of("a"), "title"));
    }
}
