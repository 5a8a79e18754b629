package dev.reliability.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.Body;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.journal.Intent;
import dev.reliability.internal.journal.IntentJournal;
import dev.reliability.internal.process.ProcessId;
import dev.reliability.local.ManagedProcess;
import dev.reliability.spi.Address;
import dev.reliability.spi.UndoRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs POSIX signals")
class MainTest {

    @TempDir
    Path state;

    private final ManagedProcess victim =
            ManagedProcess.command("sleep", "300").name("victim").build();

    @BeforeEach
    void startVictim() {
        victim.start();
    }

    @AfterEach
    void endVictim() {
        victim.close();
    }

    @Test
    void sweepUndoesWhatADeadRunLeft() throws IOException {
        leaveStopped(victim.pid());

        assertThat(Main.run("sweep", "--state=" + state)).isZero();

        awaitState("S");
        assertThat(journals()).isZero();
    }

    @Test
    void sweepOfAnotherTargetLeavesTheJournal() throws IOException {
        leaveStopped(victim.pid());

        assertThat(Main.run("sweep", "--state=" + state, "--target=process:999999999"))
                .isZero();

        awaitState("T");
        assertThat(journals()).isOne();
    }

    @Test
    void sweepSaysWhatItCannotUndo() throws IOException {
        IntentJournal journal = IntentJournal.begin(state, "dead");
        UndoRecord record = new UndoRecord("fault of nobody", new Address("nobody", "x"), Map.of());
        journal.intend(new Intent(record, "nobody", Map.of()));
        journal.close();

        assertThat(Main.run("sweep", "--state=" + state)).isOne();
        assertThat(journals()).isOne();
    }

    @Test
    void nonsenseIsRefused() {
        assertThat(Main.run("sweep", "--target=nonsense", "--state=" + state)).isEqualTo(2);
        assertThat(Main.run("explode")).isEqualTo(2);
    }

    @Test
    void haltKeepsExperimentsFromBeginningUntilReleased() {
        assertThat(Main.run("halt", "--state=" + state, "--reason=deploy")).isZero();

        ExperimentResult halted = shutdown(() -> {});

        assertThat(halted.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(halted.message())
                .startsWith("ABORTED: stopped after 0.")
                .contains(" s by reliability halt (deploy, since ")
                .endsWith("No fault was injected.");
        assertThat(victim.isAlive()).isTrue();

        assertThat(Main.run("halt", "--state=" + state, "--release")).isZero();
        assertThat(shutdown(() -> {}).verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void haltEndsARunAndRevertsIt() {
        AtomicInteger interrupted = new AtomicInteger();

        ExperimentResult halted = shutdown(() -> {
            Main.run("halt", "--state=" + state);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
            }
        });

        assertThat(halted.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(halted.message()).endsWith("Reverted; nothing left behind.");
        assertThat(interrupted).hasValue(1);
        assertThat(victim.isAlive()).isTrue();
    }

    private ExperimentResult shutdown(Body body) {
        return Reliability.experiment("shutdown")
                .target("victim", victim)
                .property("reliability.state", state.toString())
                .property("reliability.reports", state.resolve("reports").toString())
                .attack(FaultSpec.shutdown("victim"))
                .evaluate(body);
    }

    private void leaveStopped(long pid) throws IOException {
        IntentJournal journal = IntentJournal.begin(state, "dead");
        ProcessId id = ProcessId.of(pid).orElseThrow();
        UndoRecord record = new UndoRecord(
                "process kill of victim",
                new Address("process", String.valueOf(pid)),
                Map.of("stopped", id.pid() + ":" + id.start()));
        journal.intend(new Intent(record, "victim", Map.of()));
        victim.freeze();
        journal.close();
        awaitState("T");
    }

    private void awaitState(String expected) {
        Awaitility.await().untilAsserted(() -> assertThat(new String(
                                new ProcessBuilder("ps", "-o", "state=", "-p", String.valueOf(victim.pid()))
                                        .start()
                                        .getInputStream()
                                        .readAllBytes(),
                                java.nio.charset.StandardCharsets.UTF_8)
                        .strip())
                .isEqualTo(expected));
    }

    private long journals() throws IOException {
        try (Stream<Path> files = Files.list(state.resolve("runs"))) {
            return files.count();
        }
    }
}
