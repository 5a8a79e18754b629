package dev.reliability.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals")
class SignalsTest {

    @ParameterizedTest
    @CsvSource({"TERM, TERM", "sigterm, TERM", "SigKill, KILL", "' usr1 ', USR1", "SIGSTOP, STOP"})
    void namesAreUnderstoodInAnyForm(String given, String plain) {
        assertThat(Signals.normalize(given)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SIG", "9", "SEGV", "TERM; id", "-9"})
    void unknownNamesListTheKnownOnes(String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signals.send(ProcessHandle.current().pid(), given))
                .withMessage("unknown signal \"" + given + "\"; known are ABRT, CONT, HUP, INT, KILL, QUIT, STOP, TERM,"
                        + " USR1, USR2 (SIG may precede)");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 0, -1, -1234})
    void neverSignalsGroupsOrInit(long pid) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signals.send(pid, "CONT"))
                .withMessageContaining("expected a pid above 1");
    }

    // not QUIT, HUP, INT: a JVM blocks the first, nohup or a background job ignores the others; children inherit that
    @ParameterizedTest
    @CsvSource({"TERM, 143", "KILL, 137", "ABRT, 134", "USR1, 138", "USR2, 140"})
    void theProcessGetsThatVerySignal(String signal, int exitCode) throws Exception {
        Process sleep = new ProcessBuilder("sleep", "300").start();
        try {
            assertThat(Signals.send(sleep.pid(), signal)).isTrue();
            assertThat(sleep.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(sleep.exitValue()).isEqualTo(exitCode);
        } finally {
            sleep.destroyForcibly();
        }
        assertThat(Signals.send(sleep.pid(), signal))
                .as("nobody there any more")
                .isFalse();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the state is read from /proc")
    void stopAndContinueReachAllThatAreNamed() throws Exception {
        Process one = new ProcessBuilder("sleep", "300").start();
        Process two = new ProcessBuilder("sleep", "300").start();
        try {
            List<Long> both = List.of(one.pid(), two.pid());
            Signals.send(both, "STOP");
            awaitState(both, 'T');
            Signals.send(both, "CONT");
            awaitState(both, 'S');
        } finally {
            one.destroyForcibly();
            two.destroyForcibly();
        }
    }

    private static void awaitState(List<Long> pids, char state) {
        await().atMost(Duration.ofSeconds(10)).until(() -> pids.stream()
                .allMatch(pid -> LinuxProcesses.state(pid).orElseThrow() == state));
    }
}
