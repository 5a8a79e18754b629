package dev.reliability.outside;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A run that is ended from outside is never green, and its fault is undone. The fault is seen from this JVM. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "looks at processes through /proc")
class KilledRunIT {

    private final OutsideProject project = OutsideProject.compiled();
    private final Path marker = project.directory().resolve("target/long-pid");
    private Process clerk;

    @BeforeEach
    void startClerk() throws IOException {
        Files.deleteIfExists(marker);
        clerk = new ProcessBuilder("sleep", "300").start();
    }

    @AfterEach
    void endClerk() {
        clerk.destroyForcibly();
    }

    private boolean frozen() throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(clerk.pid()), "stat"));
        return stat.substring(stat.lastIndexOf(')')).startsWith(") T");
    }

    private MavenRun attack() {
        MavenRun run =
                project.start("verify", "-Dit.test=LongIT", "-Dclerk=" + clerk.pid(), "-Dmaven.test.failure.ignore");
        await().atMost(90, SECONDS)
                .until(() -> Files.exists(marker) || !run.process().isAlive());
        await().atMost(10, SECONDS).until(this::frozen);
        return run;
    }

    private ProcessHandle testJvm() throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(marker))).orElseThrow();
    }

    private void assertNotGreen(MavenRun run) {
        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.output()).contains("The forked VM terminated without properly saying goodbye");
        assertThat(run.cases()).isEmpty();
        MavenRun gate = project.gateFromAnyShell("--exclude=shop\\.(?!LongIT\\b).*");
        assertThat(gate.exitCode()).as(gate.output()).isOne();
        assertThat(gate.gate())
                .contains("0 of 1 reliability tests proven; the gate stays CLOSED")
                .anyMatch(
                        line -> line.contains("did not finish its tests: it was killed, crashed or is still running"));
    }

    @Test
    void aTestJvmThatIsTerminatedUndoesItsFault() throws IOException {
        MavenRun run = attack();

        testJvm().destroy();

        run.await();
        assertThat(frozen()).isFalse();
        // Failsafe no longer forwards what is printed then.
        assertThat(project.directory().resolve("target/reliability/shop.LongIT/waits[1]/journal.json"))
                .content()
                .containsPattern("\"message\" : \"ABORTED: stopped after \\d+\\.\\d s by the end of the test JVM\\."
                        + " Reverted; nothing left behind\\.\"");
        assertNotGreen(run);
    }

    @Test
    void aTestJvmThatEndsInTheMiddleOfAWriteProvesNothing() throws IOException {
        MavenRun run = project.run(
                "verify",
                "-Dit.test=TornIT",
                "-Dclerk=" + clerk.pid(),
                "-Dmaven.test.failure.ignore",
                "-Dgate.exclude=shop\\.(?!TornIT\\b).*");

        assertThat(run.exitCode()).as(run.output()).isOne();
        MavenRun gate = project.gateFromAnyShell("--exclude=shop\\.(?!TornIT\\b).*");
        assertThat(gate.exitCode()).as(gate.output()).isOne();
        assertThat(gate.gate())
                .contains(
                        "shop.TornIT.endsInTheMiddleOfAWrite() was planned but did not run: its JVM ended before, or it"
                                + " has no arguments or children to run with: run the tests again",
                        "0 of 1 reliability tests proven; the gate stays CLOSED")
                .anyMatch(
                        line -> line.contains("did not finish its tests: it was killed, crashed or is still running"));

        assertThat(frozen()).isTrue();
        MavenRun sweep = project.again("reliability:sweep");
        assertThat(sweep.exitCode()).as(sweep.output()).isZero();
        assertThat(sweep.output()).contains("Undone: freeze of clerk");
        assertThat(frozen()).isFalse();
    }

    @Test
    void theNextRunUndoesTheFaultOfATestJvmThatWasKilled() throws IOException {
        MavenRun run = attack();

        testJvm().destroyForcibly();

        assertNotGreen(run);
        assertThat(frozen()).isTrue();
        MavenRun next =
                project.again("verify", "-Dit.test=FormsIT#composed", "-Dgate.exclude=shop\\.(?!FormsIT\\.composed).*");
        assertThat(next.exitCode()).as(next.output()).isZero();
        assertThat(next.output()).contains("A dead run left freeze of clerk: undone");
        assertThat(frozen()).isFalse();
    }

    @Test
    void aTestJvmUndoesItsFaultWhenMavenIsTerminated() throws IOException {
        MavenRun run = attack();

        run.process().destroy();

        assertThat(run.exitCode()).isEqualTo(128 + 15);
        await().atMost(30, SECONDS).until(() -> !frozen());
    }

    @Test
    void aTestJvmUndoesItsFaultWhenMavenIsKilled() throws IOException {
        MavenRun run = attack();

        run.process().destroyForcibly();

        assertThat(run.exitCode()).isEqualTo(128 + 9);
        await().atMost(60, SECONDS).until(() -> !frozen());
    }
}
