package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.Body;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Place;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.http.Site;
import dev.reliability.spi.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What raises a doubt whether a fault made a difference: it decides a run that would otherwise pass, and no other. */
@Timeout(60)
class DoubtsTest {

    private static final String GONE = "INCONCLUSIVE: fault of a could change nothing: process 4711 was gone already."
            + " The test proves nothing. ";

    @TempDir
    Path directory;

    private Process victim;
    private final ScriptedFault fault = new ScriptedFault("fault of a", "process:1");

    @BeforeEach
    void start() throws IOException {
        victim = new ProcessBuilder("sleep", "300").start();
    }

    @AfterEach
    void end() {
        victim.destroyForcibly();
    }

    @Test
    void whatIsSoAlreadyIsNotInjected() throws IOException {
        fault.alreadySo(() -> Optional.of("process 4711 was gone already"));

        ExperimentResult result = experiment(fault).evaluate(() -> {});

        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message()).isEqualTo(GONE + "No fault was injected.");
        assertThat(fault.injections()).isZero();
        assertThat(fault.reverts()).isZero();
        try (var intents = Files.list(directory.resolve("state/runs"))) {
            assertThat(intents).isEmpty();
        }
    }

    @Test
    void aTargetThatCannotBeAskedIsAnError() {
        fault.alreadySo(() -> {
            throw new IOException("no route to host");
        });

        assertThat(experiment(fault).evaluate(() -> {}).message())
                .isEqualTo("ERROR: fault of a could not be injected: no route to host. No fault was injected.");
        assertThat(fault.injections()).isZero();
    }

    @Test
    void aFaultThatOthersMadePointlessIsSaidBesideTheirFailure() {
        ScriptedFault first = new ScriptedFault("fault of b", "process:2");
        fault.alreadySo(() -> Optional.of("process 4711 was gone already"));

        ExperimentResult result = experiment(first)
                .attack(fault.on(victim.pid()).delay("300ms"))
                .evaluate(() -> {
                    throw new AssertionError("sold out");
                });

        assertThat(result.message()).startsWith("FAILED: the test body failed");
    }

    @Test
    void aWaitForABiteThatCannotComeIsEnded() {
        ScriptedFault first = new ScriptedFault("fault of b", "process:2");
        fault.alreadySo(() -> Optional.of("process 4711 was gone already"));

        ExperimentResult result = experiment(first)
                .attack(fault.on(victim.pid()).delay("300ms"))
                .evaluate(run -> run.attacks().get(1).awaitBite());

        assertThat(result.message()).isEqualTo(GONE + "Reverted; nothing left behind.");
        assertThat(result.findings()).hasSize(1);
    }

    @Test
    void halfABiteProvesNothing() {
        fault.evidence(() -> Evidence.bite("packets dropped").missing(List.of("no traffic went to db.example")));

        ExperimentResult result = evaluate("400ms", () -> {});

        assertThat(result.message())
                .matches("INCONCLUSIVE: fault of a did not hit everything in (400 ms|0\\.4 s): no traffic went to"
                        + " db\\.example\\. The test proves nothing\\. Reverted; nothing left behind\\.");
    }

    @Test
    void aFailureIsNoDoubt() {
        fault.evidence(() -> Evidence.bite("packets dropped").missing(List.of("no traffic went to db.example")));

        ExperimentResult result = evaluate("400ms", () -> {
            throw new AssertionError("sold out");
        });

        assertThat(result.message()).startsWith("FAILED: the test body failed").contains("sold out");
        assertThat(result.findings())
                .extracting(ExperimentResult.Finding::verdict)
                .containsExactly(Verdict.FAILED, Verdict.INCONCLUSIVE);
        assertThat(result.findings().get(1).message()).contains("did not hit everything");
    }

    @Test
    void aFaultThatBitNothingIsSaidBesideAFailure() {
        fault.evidence(() -> Evidence.none("dropped nothing", "no traffic went to db.example"));

        ExperimentResult result = base().attack(
                        fault.on(victim.pid()).duration("300ms").delay("1ms"))
                .evaluate(() -> {
                    await().until(() -> fault.injections() > 0);
                    throw new AssertionError("sold out");
                });

        assertThat(result.message()).startsWith("FAILED: the test body failed").contains("sold out");
        assertThat(result.findings().get(1).message())
                .isEqualTo("INCONCLUSIVE: fault of a dropped nothing in 300 ms: no traffic went to db.example."
                        + " The test proves nothing. Reverted; nothing left behind.");
    }

    @Test
    void metExpectationsDoNotEndAFaultThatStillMissesAnEntry() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        fault.evidence(() -> Evidence.bite("packets dropped")
                .missing(looks.incrementAndGet() < 100 ? List.of("no traffic went to db.example") : List.of()));
        try (Site alarm = new Site("alarm", "127.0.0.1", 0)) {
            ExperimentResult result = experiment("60s", alarm).evaluate(() -> alarm.status(503));

            assertThat(result.message()).startsWith("PASSED");
            assertThat(looks).hasValueGreaterThanOrEqualTo(100);
            assertThat(result.faults().get(0).lasted().orElseThrow()).isLessThan(Duration.ofSeconds(60));
        }
    }

    @Test
    void theDurationEndsAFaultThatMissesAnEntry() throws IOException {
        fault.evidence(() -> Evidence.bite("packets dropped").missing(List.of("no traffic went to db.example")));
        try (Site alarm = new Site("alarm", "127.0.0.1", 0)) {
            ExperimentResult result = experiment("2s", alarm).evaluate(() -> alarm.status(503));

            assertThat(result.message())
                    .isEqualTo("INCONCLUSIVE: fault of a did not hit everything in 2 s: no traffic went to db.example."
                            + " The test proves nothing. Reverted; nothing left behind.");
        }
    }

    private ExperimentResult evaluate(String duration, Body body) {
        return base().attack(fault.on(victim.pid()).duration(duration)).evaluate(body);
    }

    private ExperimentBuilder experiment(String duration, Site alarm) {
        return base().attack(fault.on(victim.pid()).duration(duration))
                .property("alarm.out", "http://127.0.0.1:" + alarm.port() + "/health")
                .expect(new AlarmSpec("out", "30s", "", new Place("alarm", "")));
    }

    private ExperimentBuilder experiment(ScriptedFault... faults) {
        ExperimentBuilder experiment = base();
        for (ScriptedFault one : faults) {
            experiment.attack(one.on(victim.pid()).name(one.description()));
        }
        return experiment;
    }

    private ExperimentBuilder base() {
        return Reliability.experiment("doubts")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString());
    }
}
