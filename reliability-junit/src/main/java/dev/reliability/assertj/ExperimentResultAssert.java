package dev.reliability.assertj;

import dev.reliability.experiment.AlarmResult;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverResult;
import dev.reliability.experiment.SteadyStateResult;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on how an experiment ended. Every failure tells the experiment's own message. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class ExperimentResultAssert extends AbstractAssert<ExperimentResultAssert, ExperimentResult> {

    ExperimentResultAssert(@Nullable ExperimentResult actual) {
        super(actual, ExperimentResultAssert.class);
    }

    /**
     * Verifies that every hypothesis held, every fault bit and was undone.
     *
     * <pre>{@code
     * assertThat(resultOf(reliableBookstore)).isPassed();     // passes
     * assertThat(resultOf(unreliableBookstore)).isPassed();   // fails: expected PASSED, but it is FAILED: "GET /books" was out …
     * }</pre>
     */
    public ExperimentResultAssert isPassed() {
        return hasVerdict(Verdict.PASSED);
    }

    /**
     * Verifies that a hypothesis broke.
     *
     * <pre>{@code
     * assertThat(resultOf(unreliableBookstore)).isFailed();   // passes
     * assertThat(resultOf(reliableBookstore)).isFailed();     // fails
     * }</pre>
     */
    public ExperimentResultAssert isFailed() {
        return hasVerdict(Verdict.FAILED);
    }

    /**
     * Verifies that nothing was proven.
     *
     * <pre>{@code
     * assertThat(resultOf(faultThatHitsNothing)).isInconclusive();   // passes
     * assertThat(resultOf(reliableBookstore)).isInconclusive();      // fails
     * }</pre>
     */
    public ExperimentResultAssert isInconclusive() {
        return hasVerdict(Verdict.INCONCLUSIVE);
    }

    /**
     * Verifies that a stop condition or the deadline ended it.
     *
     * <pre>{@code
     * assertThat(resultWithAlarm).isAborted();           // passes
     * assertThat(resultOf(reliableBookstore)).isAborted();   // fails
     * }</pre>
     */
    public ExperimentResultAssert isAborted() {
        return hasVerdict(Verdict.ABORTED);
    }

    /**
     * Verifies that the tool itself failed, or something is left behind.
     *
     * <pre>{@code
     * assertThat(resultOfFaultThatStayed).isError();         // passes
     * assertThat(resultOf(reliableBookstore)).isError();     // fails
     * }</pre>
     */
    public ExperimentResultAssert isError() {
        return hasVerdict(Verdict.ERROR);
    }

    /**
     * Verifies the verdict.
     *
     * <pre>{@code
     * assertThat(resultOf(reliableBookstore)).hasVerdict(Verdict.PASSED);   // passes
     * assertThat(resultOf(reliableBookstore)).hasVerdict(Verdict.FAILED);   // fails
     * }</pre>
     */
    public ExperimentResultAssert hasVerdict(Verdict expected) {
        isNotNull();
        if (actual.verdict() != expected) {
            failWithMessage("expected %s, but it is %s", expected, actual.message());
        }
        return this;
    }

    /**
     * Verifies the whole first line of reports.
     *
     * <pre>{@code
     * assertThat(result).hasMessage("ABORTED: stopped after 12.4 s by alarm checkout-errors. Reverted; nothing left behind.");
     * assertThat(result).hasMessage("ABORTED");   // fails: the message goes on
     * }</pre>
     */
    public ExperimentResultAssert hasMessage(String expected) {
        isNotNull();
        if (!actual.message().equals(expected)) {
            failWithMessage("expected the message%n  %s%nbut it is%n  %s", expected, actual.message());
        }
        return this;
    }

    /**
     * Verifies a part of the first line of reports.
     *
     * <pre>{@code
     * assertThat(result).hasMessageContaining("no traffic went to db.bookstore.example");   // passes
     * assertThat(result).hasMessageContaining("traffic went to the moon");                  // fails
     * }</pre>
     */
    public ExperimentResultAssert hasMessageContaining(String part) {
        isNotNull();
        if (!actual.message().contains(part)) {
            failWithMessage("expected a message that contains%n  %s%nbut it is%n  %s", part, actual.message());
        }
        return this;
    }

    /**
     * Verifies the first line of reports against a regular expression, for messages with measured times.
     *
     * <pre>{@code
     * assertThat(result).hasMessageMatching("FAILED: \"GET /books\" was out for 4\\d\\.\\d s .*");   // passes
     * assertThat(result).hasMessageMatching("FAILED: .* for 5 s");                                  // fails
     * }</pre>
     */
    public ExperimentResultAssert hasMessageMatching(String regex) {
        isNotNull();
        if (!actual.message().matches(regex)) {
            failWithMessage("expected a message that matches%n  %s%nbut it is%n  %s", regex, actual.message());
        }
        return this;
    }

    /**
     * Verifies that an expected alarm fired, and when.
     *
     * <pre>{@code
     * assertThat(result).alarmFiredWithin("db-connectivity-failed", "60s");   // passes
     * assertThat(result).alarmFiredWithin("db-connectivity-failed", "1ms");   // fails: it fired after 3.2 s
     * }</pre>
     *
     * @param name name of the expected alarm
     * @param within counted from the proven bite
     */
    public ExperimentResultAssert alarmFiredWithin(String name, String within) {
        AlarmResult alarm = find("expected alarm", name, ExperimentResult::alarms, AlarmResult::name);
        Duration limit = Durations.parse(within);
        Optional<Duration> fired = alarm.firedAfter();
        if (fired.filter(after -> after.compareTo(limit) <= 0).isEmpty()) {
            failWithMessage(
                    "expected alarm %s within %s, but it %s",
                    name,
                    Durations.limit(limit),
                    fired.map(after -> "fired after " + Durations.measured(after))
                            .orElse("did not fire; its last state was " + alarm.lastState()));
        }
        return this;
    }

    /**
     * Goes on to a failover that happened.
     *
     * <pre>{@code
     * assertThat(result).failover("bookstore").happenedWithin("90s");   // passes
     * assertThat(result).failover("bookshop").happenedWithin("90s");    // fails: there was no such failover
     * }</pre>
     *
     * @param name name of the expectation; the signal's by default
     */
    public FailoverResultAssert failover(String name) {
        return new FailoverResultAssert(find("failover", name, ExperimentResult::failovers, FailoverResult::name));
    }

    /**
     * Goes on to a steady state.
     *
     * <pre>{@code
     * assertThat(result).steadyState("GET /books").hadNoFailedSample();   // passes
     * assertThat(result).steadyState("GET /moon").hadNoFailedSample();    // fails: there is no such steady state
     * }</pre>
     */
    public SteadyStateResultAssert steadyState(String name) {
        return new SteadyStateResultAssert(
                find("steady state", name, ExperimentResult::steadyStates, SteadyStateResult::name));
    }

    private <T> T find(String what, String name, Function<ExperimentResult, List<T>> all, Function<T, String> nameOf) {
        isNotNull();
        List<T> there = all.apply(actual);
        return there.stream()
                .filter(one -> nameOf.apply(one).equals(name))
                .findFirst()
                .orElseThrow(() -> failure(
                        "there was no %s \"%s\" (there were: %s); the experiment ended with%n  %s",
                        what, name, there.stream().map(nameOf).toList(), actual.message()));
    }
}
