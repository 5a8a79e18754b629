package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.AlarmResult;
import dev.reliability.experiment.AlarmSpec;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Moment;
import dev.reliability.spi.Step;
import dev.reliability.testsystem.GivenTarget;
import dev.reliability.testsystem.GivenWatches;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alarm that is asked once in a while, and tells since when it fires. */
class DatedAlarmsTest {

    private static final Duration SELDOM = Duration.ofMillis(900);

    @TempDir
    Path directory;

    private volatile Optional<Instant> injected = Optional.empty();
    private volatile Duration tellingTakes = Duration.ZERO;

    /** Fires at once, but is seen one look later; tells when it fired, or not. */
    private final class Seldom implements Alarm {

        private final boolean tells;
        private int looks;

        Seldom(boolean tells) {
            this.tells = tells;
        }

        @Override
        public State state(Duration timeout) {
            boolean firing = injected.isPresent() && looks++ > 0;
            Moment since = new Moment(injected.orElse(Instant.now()).plusMillis(100), Duration.ofMillis(20));
            return new State(firing, firing ? "ALARM" : "OK", tells ? Optional.of(since) : Optional.empty());
        }

        @Override
        public Duration interval() {
            return SELDOM;
        }

        @Override
        public List<Step> history(Instant since) {
            List<Step> steps = List.of(new Step("detect", new Moment(since, Duration.ZERO), "a check failed"));
            return new CompletableFuture<List<Step>>()
                    .completeOnTimeout(steps, tellingTakes.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    private ExperimentResult run(boolean tells, String within) {
        GivenWatches.ALARMS.put("seldom", new Seldom(tells));
        ScriptedFault fault = new ScriptedFault("scripted of blue", "given:blue").onInject(() -> {
            injected = Optional.of(Instant.now());
            return "";
        });
        return Reliability.experiment("dated")
                .property("reliability.state", directory.toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .target("blue", new GivenTarget("blue").planning(request -> fault))
                .attack(FaultSpec.of("scripted", "blue").duration("20s"))
                .expect(AlarmSpec.of("given:seldom", within))
                .evaluate(() -> {});
    }

    @Test
    void firedWhenItTellsNotWhenItWasSeen() {
        ExperimentResult result = run(true, "600ms");
        assertThat(result.message()).startsWith("PASSED");
        AlarmResult alarm = result.alarms().get(0);
        assertThat(alarm.firedAfter().orElseThrow()).isLessThan(Duration.ofMillis(600));
        assertThat(alarm.error()).isLessThanOrEqualTo(Duration.ofMillis(41));
        assertThat(alarm.details().get("steps").toString()).contains("detect", "a check failed");
    }

    @Test
    void whatIsToldSlowlyOfTheWayThereIsWaitedFor() {
        tellingTakes = Duration.ofMillis(700);
        assertThat(run(true, "10s").alarms().get(0).details().get("steps").toString())
                .contains("detect", "a check failed");
    }

    @Test
    void firedLateAsFarAsAnybodyKnows() {
        assertThat(run(false, "600ms").message()).startsWith("FAILED: alarm given:seldom did not fire within 600 ms");
    }

    @Test
    void withoutBeingToldTheErrorIsThePauseBetweenTwoLooks() {
        ExperimentResult result = run(false, "10s");
        assertThat(result.message()).startsWith("PASSED");
        AlarmResult alarm = result.alarms().get(0);
        assertThat(alarm.firedAfter().orElseThrow()).isGreaterThanOrEqualTo(SELDOM);
        assertThat(alarm.error()).isGreaterThanOrEqualTo(SELDOM);
    }
}
