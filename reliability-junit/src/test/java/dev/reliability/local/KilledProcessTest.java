package dev.reliability.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.process.ProcessId;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** What is gone is not taken for alive until the JDK has noticed: a revert in that moment would start nothing, and find nothing left. */
@Timeout(60)
class KilledProcessTest {

    @RepeatedTest(20)
    void isNotAliveFromTheMomentThatItIsGone() {
        try (ManagedProcess process = ManagedProcess.command("sleep", "300").build()) {
            process.start();
            ProcessId id = ProcessId.of(process.pid()).orElseThrow();
            ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
            while (id.isAlive()) {
                Thread.onSpinWait();
            }
            assertThat(process.isAlive()).isFalse();

            process.start();
            assertThat(process.isAlive()).isTrue();
            assertThat(process.pid()).isNotEqualTo(id.pid());
        }
    }
}
