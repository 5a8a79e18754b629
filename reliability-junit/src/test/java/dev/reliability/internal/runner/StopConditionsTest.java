package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.StopSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.http.Site;
import dev.reliability.spi.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What ends an experiment at once, and what does not. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process is started that sleeps")
class StopConditionsTest {

    @TempDir
    Path directory;

    private final ScriptedFault fault = new ScriptedFault("fault of a", "process:1");
    private Site site;
    private Process victim;

    /** What a body does that nobody but the stop condition ends. */
    private interface Change {
        void happens() throws Exception;
    }

    @BeforeEach
    void open() throws IOException {
        site = new Site("shop", "127.0.0.1", 0);
        victim = new ProcessBuilder("sleep", "300").start();
    }

    @AfterEach
    void close() {
        victim.destroyForcibly();
        site.close();
    }

    @Test
    void anAlarmThatFires() {
        ExperimentResult result = run(StopSpec.alarm(url()), () -> site.status(500));
        assertStopped(result, "alarm " + url());
    }

    @Test
    void anAlarmThatTellsNothingAnyMore() {
        // the server answers, but not what was asked for: a service that is dead has not said that all is well
        ExperimentResult result = run(StopSpec.alarm(url() + "#json:/up"), () -> {});
        assertStopped(result, "which gives no answer (");
    }

    @Test
    void aUrlThatIsOutForTooLong() {
        ExperimentResult result = run(StopSpec.http(url(), "300ms"), () -> site.status(503));
        assertStopped(result, "503");
    }

    @Test
    void anAlarmThatFiresWhileRecoveryIsWaitedFor() {
        ExperimentResult result = experiment(StopSpec.alarm(url()))
                .steadyState(SteadyStateSpec.probe("users", context -> timeout -> {
                            boolean undone = fault.reverts() > 0;
                            if (undone) {
                                site.status(500);
                            }
                            boolean good = !undone || fault.age().toMillis() > 3_000;
                            return CompletableFuture.completedFuture(new Observation(good, "good", "bad"));
                        })
                        .every("20ms"))
                .evaluate(() -> {});
        assertStopped(result, "alarm " + url());
    }

    @Test
    void nothingIsStoppedWhileAllIsWell() {
        ExperimentResult result = experiment(StopSpec.http(url(), "300ms"))
                .stopWhen(StopSpec.alarm(url()))
                .evaluate(() -> {});
        assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.PASSED);
    }

    private ExperimentResult run(StopSpec stop, Change change) {
        return experiment(stop).evaluate(() -> {
            change.happens();
            new CountDownLatch(1).await();
        });
    }

    private ExperimentBuilder experiment(StopSpec stop) {
        return Reliability.experiment("stops")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("reliability.deadline", "20s")
                .attack(fault.on(victim.pid()))
                .stopWhen(stop);
    }

    private void assertStopped(ExperimentResult result, String why) {
        assertThat(result.verdict()).as(result.message()).isEqualTo(Verdict.ABORTED);
        assertThat(result.message())
                .startsWith("ABORTED: stopped after ")
                .contains(why)
                .doesNotContain("deadline")
                .endsWith("Reverted; nothing left behind.");
        assertThat(fault.reverts()).isOne();
    }

    private String url() {
        return "http://127.0.0.1:" + site.port() + "/health";
    }
}
