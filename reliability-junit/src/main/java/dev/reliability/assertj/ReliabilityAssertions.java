package dev.reliability.assertj;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverResult;
import dev.reliability.experiment.SteadyStateResult;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Where assertions on results begin.
 *
 * <pre>{@code
 * import static dev.reliability.assertj.ReliabilityAssertions.assertThat;
 *
 * ExperimentResult result = Reliability.experiment("database lost")…evaluate(() -> …);
 *
 * assertThat(result).isPassed();
 * assertThat(result).failover("bookstore").happenedWithin("90s");
 * assertThat(result).steadyState("GET /books").hadOutageOfAtMost("60s").recoveredWithin("30s");
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class ReliabilityAssertions {

    private ReliabilityAssertions() {}

    /** Begins assertions on an experiment. */
    public static ExperimentResultAssert assertThat(ExperimentResult actual) {
        return new ExperimentResultAssert(actual);
    }

    /** Begins assertions on a steady state. */
    public static SteadyStateResultAssert assertThat(SteadyStateResult actual) {
        return new SteadyStateResultAssert(actual);
    }

    /** Begins assertions on a failover. */
    public static FailoverResultAssert assertThat(FailoverResult actual) {
        return new FailoverResultAssert(actual);
    }
}
