package dev.reliability.assertj;

import dev.reliability.experiment.SteadyStateResult;
import dev.reliability.internal.time.Durations;
import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on what users saw from the proven bite to the begin of the revert, and how they got well again. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class SteadyStateResultAssert extends AbstractAssert<SteadyStateResultAssert, SteadyStateResult> {

    SteadyStateResultAssert(@Nullable SteadyStateResult actual) {
        super(actual, SteadyStateResultAssert.class);
    }

    /**
     * Verifies that users noticed nothing.
     *
     * <pre>{@code
     * assertThat(stateWhileTheStandbyWasHit).hadNoFailedSample();    // passes
     * assertThat(stateWhileThePrimaryWasHit).hadNoFailedSample();    // fails: 24 of 240 samples failed
     * }</pre>
     */
    public SteadyStateResultAssert hadNoFailedSample() {
        isNotNull();
        if (actual.failed() > 0) {
            failWithMessage(
                    "expected no failed sample of \"%s\", but %d of %d failed",
                    actual.name(), actual.failed(), actual.samples());
        }
        return this;
    }

    /**
     * Verifies the share of failed samples of all samples.
     *
     * <pre>{@code
     * assertThat(state).failedAtMost(10.0);   // passes with 24 of 240
     * assertThat(state).failedAtMost(9.9);    // fails
     * }</pre>
     *
     * @param percent from 0 to 100
     */
    public SteadyStateResultAssert failedAtMost(double percent) {
        isNotNull();
        if (actual.samples() == 0 || actual.failed() * 100.0 > percent * actual.samples()) {
            failWithMessage(
                    "expected at most %s %% failed samples of \"%s\", but %d of %d failed",
                    percent, actual.name(), actual.failed(), actual.samples());
        }
        return this;
    }

    /**
     * Verifies that it was sampled often enough to say anything.
     *
     * <pre>{@code
     * assertThat(state).hasAtLeastSamples(100);    // passes with 240
     * assertThat(state).hasAtLeastSamples(1000);   // fails
     * }</pre>
     */
    public SteadyStateResultAssert hasAtLeastSamples(int least) {
        isNotNull();
        if (actual.samples() < least) {
            failWithMessage(
                    "expected at least %d samples of \"%s\", but there are %d", least, actual.name(), actual.samples());
        }
        return this;
    }

    /**
     * Verifies the longest contiguous failure.
     *
     * <pre>{@code
     * assertThat(state).hadOutageOfAtMost("60s");     // passes with 42.1 s
     * assertThat(state).hadOutageOfAtMost("30s");     // fails: it was out for 42.1 s
     * }</pre>
     */
    public SteadyStateResultAssert hadOutageOfAtMost(String longest) {
        isNotNull();
        Duration limit = Durations.parse(longest);
        if (actual.longestOutage().compareTo(limit) > 0) {
            failWithMessage(
                    "expected \"%s\" to be out for at most %s, but it was out for %s",
                    actual.name(), Durations.limit(limit), Durations.measured(actual.longestOutage()));
        }
        return this;
    }

    /**
     * Verifies the recovery after the revert, on new connections and, where that makes a difference, on kept ones.
     *
     * <pre>{@code
     * assertThat(state).recoveredWithin("30s");   // passes
     * assertThat(state).recoveredWithin("1ms");   // fails: it did after 1.2 s on kept connections
     * }</pre>
     */
    public SteadyStateResultAssert recoveredWithin(String within) {
        isNotNull();
        Duration limit = Durations.parse(within);
        checkRecovery(limit, actual.recoveredAfter(), "");
        if (actual.pooledRecoveredAfter().isPresent()) {
            checkRecovery(limit, actual.pooledRecoveredAfter(), " on kept connections");
        }
        return this;
    }

    private void checkRecovery(Duration limit, Optional<Duration> after, String where) {
        if (after.filter(time -> time.compareTo(limit) <= 0).isEmpty()) {
            failWithMessage(
                    "expected \"%s\" to recover within %s, but it %s%s",
                    actual.name(),
                    Durations.limit(limit),
                    after.map(time -> "did after " + Durations.measured(time)).orElse("did not"),
                    where);
        }
    }

    /**
     * Verifies a percentile of the latency, which counts from the intended time of a sample.
     *
     * <pre>{@code
     * assertThat(state).hadLatencyOfAtMost("p99", "800ms");   // passes
     * assertThat(state).hadLatencyOfAtMost("p99", "1ms");     // fails: p99 was 312.4 ms
     * }</pre>
     *
     * @param percentile {@code p50}, {@code p95}, {@code p99} or {@code max}
     */
    public SteadyStateResultAssert hadLatencyOfAtMost(String percentile, String longest) {
        isNotNull();
        Duration limit = Durations.parse(longest);
        Double millis = actual.latency().get(percentile);
        if (millis == null) {
            failWithMessage(
                    "expected a latency %s of \"%s\", but there are only %s",
                    percentile, actual.name(), actual.latency().keySet());
        } else if (millis > limit.toNanos() / 1e6) {
            failWithMessage(
                    "expected a latency of \"%s\" of at most %s (%s), but it was %s ms",
                    actual.name(), Durations.limit(limit), percentile, millis);
        }
        return this;
    }
}
