package dev.reliability.experiment;

import dev.reliability.internal.runner.FluentRun;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.opentest4j.AssertionFailedError;

/**
 * Reliability experiments in plain Java: the same plan, runner and verdicts as the annotations.
 *
 * <pre>{@code
 * Reliability.experiment("the replica takes over")
 *         .target("service", service)
 *         .steadyState(SteadyStateSpec.http("http://127.0.0.1:8080/books").outage("5s"))
 *         .attack(FaultSpec.shutdown("service"))
 *         .run(() -> buyABook());
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class Reliability {

    private Reliability() {}

    /**
     * Begins an experiment.
     *
     * @param title what reports call it
     */
    public static ExperimentBuilder experiment(String title) {
        return new ExperimentBuilder(title);
    }

    /**
     * Runs a plan and returns its result whatever the verdict is. In a JUnit test, the verdict is evidence for the gate, which
     * opens for none but passes.
     *
     * @param experiment the plan
     * @param body what is done while the faults are in force
     * @throws InvalidPlanException if it cannot be run as it is written; nothing was touched
     */
    public static ExperimentResult evaluate(Experiment experiment, Body.Steering body) {
        return FluentRun.lookedAt(experiment, body);
    }

    static ExperimentResult run(Experiment experiment, Body.Steering body) {
        ExperimentResult result = FluentRun.thrown(experiment, body);
        throwUnlessPassed(result);
        return result;
    }

    /**
     * Throws what a verdict asks for.
     *
     * @param result the result of an experiment
     * @throws org.opentest4j.AssertionFailedError if a hypothesis broke
     * @throws VerdictException if it was inconclusive, aborted or in error
     */
    public static void throwUnlessPassed(ExperimentResult result) {
        if (result.passed()) {
            return;
        }
        ExperimentResult.Finding decisive = result.findings().get(0);
        String message = String.join(
                "\n",
                Stream.of(
                                Stream.of(result.message()),
                                result.said().stream(),
                                result.journal().map(file -> "Journal: " + file).stream())
                        .flatMap(lines -> lines)
                        .toList());
        Throwable cause = decisive.cause().orElse(null);
        if (result.verdict() == Verdict.FAILED) {
            throw withOthers(new AssertionFailedError(message, cause), result);
        }
        throw withOthers(new VerdictException(result.verdict(), message, cause), result);
    }

    private static <T extends Throwable> T withOthers(T thrown, ExperimentResult result) {
        result.findings().stream()
                .skip(1)
                .map(other -> new VerdictException(
                        other.verdict(), other.message(), other.cause().orElse(null)))
                .forEach(thrown::addSuppressed);
        return thrown;
    }
}
