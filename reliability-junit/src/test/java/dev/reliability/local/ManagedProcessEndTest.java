package dev.reliability.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.process.LinuxProcesses;
import dev.reliability.internal.process.ProcessId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How processes end, with everything that they started. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands under test are POSIX programs")
class ManagedProcessEndTest extends WithProcesses {

    @Test
    void killEndsTheWholeTree() {
        ManagedProcess process = build(sh("echo root=$$; sh -c 'echo child=$$; sh -c \"echo grandchild=\\$\\$; "
                + "trap : TERM; while :; do sleep 1; done\" & wait' & wait"));
        process.start();
        ProcessId root = Pids.await("root", process::output);
        ProcessId child = Pids.await("child", process::output);
        ProcessId grandchild = Pids.await("grandchild", process::output);
        assertThat(process.tree())
                .extracting(ProcessHandle::pid)
                .startsWith(root.pid())
                .contains(child.pid(), grandchild.pid());
        assertThat(process.pid()).as("the gate keeps the pid").isEqualTo(root.pid());

        process.kill();
        Pids.assertGone(root, child, grandchild);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "daemons are found by /proc")
    void killFindsADaemonThatLeftItsParentAndSession() {
        ManagedProcess process = build(sh("(setsid sh -c 'echo daemon=$$; exec sleep 300' &); exec sleep 300"));
        process.start();
        ProcessId daemon = Pids.await("daemon", process::output);
        await().until(() -> LinuxProcesses.stat(daemon.pid()).orElseThrow().parent() != process.pid());
        assertThat(process.tree()).extracting(ProcessHandle::pid).containsExactly(process.pid(), daemon.pid());
        process.kill();
        Pids.assertGone(daemon);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "sessions are read from /proc")
    void killFindsAnOrphanThatWipedItsEnvironment() {
        ManagedProcess process = build(sh("(env -i sh -c 'echo orphan=$$; exec sleep 300' &); exec sleep 300"));
        process.start();
        ProcessId orphan = Pids.await("orphan", process::output);
        process.kill();
        Pids.assertGone(orphan);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "daemons are found by /proc")
    void whatARootThatEndedByItselfLeavesIsEndedBeforeTheNextStart() {
        ManagedProcess process = build(sh("sleep 300 & echo left=$!; read -r never; sleep 0.2"));
        process.start();
        ProcessId left = Pids.await("left", process::output);
        await().until(() -> !process.isAlive());
        assertThat(left.isAlive()).isTrue();
        assertThat(process.tree()).extracting(ProcessHandle::pid).containsExactly(left.pid());
        process.start();
        Pids.assertGone(left);
    }

    @Test
    void terminateLetsAProcessTidyUp() {
        ManagedProcess process = build(sh("trap 'echo tidy; exit 0' TERM; echo up; while :; do sleep 0.05; done")
                .readyWhen("log:up"));
        process.start();
        process.terminate();
        assertThat(process.output()).startsWith("up\n").endsWith("tidy\n");
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void terminateKillsAProcessThatIgnoresTheRequest() {
        ManagedProcess process = build(sh("trap 'echo ignored' TERM; echo root=$$; while :; do sleep 0.05; done")
                .stopGrace(Duration.ofMillis(300))
                .readyWhen("log:root="));
        process.start();
        ProcessId root = Pids.await("root", process::output);
        process.terminate();
        Pids.assertGone(root);
        assertThat(process.output()).contains("ignored");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the state is read from /proc")
    void freezeStopsTheTreeAsAnotherProcessSeesIt() throws Exception {
        ManagedProcess process = build(sh("sleep 300 & echo child=$!; wait"));
        process.start();
        ProcessId child = Pids.await("child", process::output);

        process.freeze();
        assertThat(stateSeenByAnother(process.pid())).isEqualTo("T");
        assertThat(stateSeenByAnother(child.pid())).isEqualTo("T");
        assertThat(process.isAlive()).isTrue();

        process.thaw();
        assertThat(stateSeenByAnother(process.pid())).isEqualTo("S");
        assertThat(stateSeenByAnother(child.pid())).isEqualTo("S");
    }

    @Test
    void aFrozenProcessCanTidyUpWhenTerminatedAndCanBeKilled() {
        ManagedProcess process = build(sh("trap 'echo tidy; exit 0' TERM; echo up; while :; do sleep 0.05; done")
                .readyWhen("log:up"));
        process.start();
        process.freeze();
        process.terminate();
        assertThat(process.output()).contains("tidy");
        process.start();
        process.freeze();
        process.kill();
        assertThat(process.tree()).isEmpty();
    }

    @Test
    void terminateAlsoAsksWhatItsRootStartedTooLateToBeAsked() {
        // the root goes at once, its child is born after the first look and would otherwise stay for the whole grace
        ManagedProcess process = build(sh("trap '(sleep 0.1; exec sleep 300) & echo late=$!; exit' TERM; echo up; "
                        + "while :; do sleep 0.05; done")
                .stopGrace(Duration.ofMinutes(5))
                .readyWhen("log:up"));
        process.start();
        CompletableFuture<Void> end = CompletableFuture.runAsync(process::terminate);
        assertThat(end).succeedsWithin(Duration.ofSeconds(20));
        assertThat(process.tree()).isEmpty();
    }

    private static String stateSeenByAnother(long pid) throws Exception {
        Process cut = new ProcessBuilder("cut", "-d", " ", "-f", "3", "/proc/" + pid + "/stat").start();
        return new String(cut.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
}
