package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.Body;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever watches a run is told in each part of it what it waits for, how long at most, and what was sampled. */
@Timeout(60)
class ProgressTest extends WithScriptedFaults {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger over = new AtomicInteger();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private final class Watching implements Display {

        @Override
        public void line(String title, Duration after, String text) {
            lines.add(text);
        }

        @Override
        public Optional<Duration> progressEvery() {
            return Optional.of(Duration.ofMillis(5));
        }

        @Override
        public void progress(String title, Duration after, String text) {
            told.add(text);
        }

        @Override
        public void progressOver() {
            over.incrementAndGet();
        }
    }

    private ExperimentResult run(ExperimentBuilder experiment, Body.Steering body) {
        return ExperimentRunner.start(experiment.build(), FrontDoor.showing(new Watching()))
                .carryOut(body);
    }

    private static SteadyStateSpec users(BooleanSupplier good) {
        return SteadyStateSpec.probe("users", context -> timeout -> {
                    boolean now = good.getAsBoolean();
                    return CompletableFuture.completedFuture(new Observation(now, "good", now ? "good" : "bad"));
                })
                .every("10ms")
                .outage("30s");
    }

    private boolean isTold(String pattern) {
        Pattern compiled = Pattern.compile("Waiting for " + pattern);
        return told.stream().anyMatch(text -> compiled.matcher(text).matches());
    }

    private void awaitTold(String pattern) {
        await(pattern).atMost(Duration.ofSeconds(30)).until(() -> isTold(pattern));
    }

    private static final String FAILED = "; [1-9]\\d* of \\d+ samples failed";

    @Test
    void eachPartOfARunSaysWhatItWaitsFor() {
        String baseline = "\"users\" to be steady before the test \\(at most (30|2\\d) s more\\)" + FAILED;
        String bite = "the proof that fault of a bites \\(at most \\d+ s more\\).*";
        String body = "the test body \\(at most [1-5]?\\d\\d s more\\).*" + FAILED;
        String again = "(.*, )?\"users\" to be good again \\(at most \\d+ s more\\)" + FAILED;
        String recovery = "\"users\" to recover \\(at most (30|2\\d) s more\\)" + FAILED;
        fault.evidence(() -> isTold(bite) ? Evidence.bite("it bit") : Evidence.none("did nothing yet", ""));
        ExperimentResult result = run(
                base().attack(on(fault))
                        .steadyState(users(() ->
                                isTold(fault.reverts() > 0 ? recovery : fault.injections() > 0 ? again : baseline)))
                        .property("reliability.deadline", "10m"),
                run -> awaitTold(body));
        assertThat(result.message()).isEqualTo(PASSED);
        assertThat(over).hasValue(1);
        assertThat(told).allMatch(text -> text.startsWith("Waiting for "));
    }

    @Test
    void aRunWithoutFaultsSaysWhatItWaitsForAndThenNothing() {
        ExperimentResult result = run(
                base().steadyState(users(() -> true)),
                run -> awaitTold("the test body \\(at most 8\\d\\d s more\\); 0 of \\d+ samples? failed"));
        assertThat(result.passed()).isTrue();
        assertThat(over).hasValue(1);
        int after = told.size();
        run(base(), run -> awaitTold("the test body \\(at most 8\\d\\d s more\\)"));
        assertThat(told).hasSizeGreaterThan(after);
        assertThat(lines).noneMatch(line -> line.startsWith("Waiting"));
    }

    @Test
    void whatWaitsForAnotherExperimentSaysSo() throws Exception {
        CompletableFuture<ExperimentResult> second = new CompletableFuture<>();
        run(base().steadyState(users(() -> true)), run -> {
            second.completeAsync(() -> run(base().steadyState(users(() -> true)), inner -> {}));
            awaitTold("another experiment of this JVM to end");
        });
        assertThat(second.get().passed()).isTrue();
    }

    @Test
    void aDisplayThatDoesNotAskIsToldNothing() {
        List<String> heard = new CopyOnWriteArrayList<>();
        Display silent = (title, after, text) -> heard.add(text);
        ExperimentRunner.start(base().steadyState(users(() -> true)).build(), FrontDoor.showing(silent))
                .carryOut(run -> {});
        assertThat(heard).noneMatch(line -> line.startsWith("Waiting"));
    }
}
