package dev.reliability.assertj;

import dev.reliability.experiment.FailoverResult;
import dev.reliability.internal.time.Durations;
import java.time.Duration;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on a failover that happened. Times are judged by the end of the interval in which it is known to lie. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class FailoverResultAssert extends AbstractAssert<FailoverResultAssert, FailoverResult> {

    FailoverResultAssert(@Nullable FailoverResult actual) {
        super(actual, FailoverResultAssert.class);
    }

    /**
     * Verifies that the new side was named soon enough after the proven bite.
     *
     * <pre>{@code
     * assertThat(failover).happenedWithin("90s");    // passes
     * assertThat(failover).happenedWithin("100ms");  // fails: it happened after 5.3 s (known to 100 ms)
     * }</pre>
     */
    public FailoverResultAssert happenedWithin(String within) {
        isNotNull();
        Duration limit = Durations.parse(within);
        if (actual.firstNew().compareTo(limit) > 0) {
            failWithMessage(
                    "expected failover %s within %s, but it happened after %s (known to %s)",
                    actual.name(),
                    Durations.limit(limit),
                    Durations.measured(actual.firstNew()),
                    Durations.limit(actual.error()));
        }
        return this;
    }

    /**
     * Verifies that the moment is known well enough.
     *
     * <pre>{@code
     * assertThat(failover).isKnownTo("250ms");   // passes
     * assertThat(failover).isKnownTo("1ms");     // fails: nobody asks so often
     * }</pre>
     */
    public FailoverResultAssert isKnownTo(String error) {
        isNotNull();
        Duration limit = Durations.parse(error);
        if (actual.error().compareTo(limit) > 0) {
            failWithMessage(
                    "expected failover %s to be known to %s, but it is known to %s",
                    actual.name(), Durations.limit(limit), Durations.limit(actual.error()));
        }
        return this;
    }

    /**
     * Verifies that the old side was named again soon enough after the end of the revert.
     *
     * <pre>{@code
     * assertThat(failover).failedBackWithin("90s");    // passes with failback = true
     * assertThat(failover).failedBackWithin("100ms");  // fails
     * }</pre>
     */
    public FailoverResultAssert failedBackWithin(String within) {
        isNotNull();
        Duration limit = Durations.parse(within);
        boolean inTime = actual.failedBack()
                .filter(way -> way.firstOld().compareTo(limit) <= 0)
                .isPresent();
        if (!inTime) {
            failWithMessage(
                    "expected %s to fail back within %s, but it %s",
                    actual.name(),
                    Durations.limit(limit),
                    actual.failedBack()
                            .map(way -> "did after " + Durations.measured(way.firstOld()))
                            .orElse("did not, or was not asked to"));
        }
        return this;
    }
}
