package dev.reliability.spi;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Says that something asked for cannot be done, before anything was touched. A back end throws it while planning; the
 * planner adds the place that asked and collects it with every other problem of the test.
 *
 * <pre>{@code
 * throw PlanException.at("percent", "must be above 0, got " + percent);
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class PlanException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> details;

    /**
     * One problem.
     *
     * @param attribute the attribute of the annotation whose value is the problem, such as {@code hosts}; empty for the one
     *     that the planner was reading, which is {@code target} for targets and faults
     * @param text a sentence without a full stop, for the person who wrote the test
     * @param ofState whether it lies in the state that a target is in now, which a dead run may have left. Where nothing else stands
     *     against an experiment, what dead runs left of its targets is undone, and the plan made once more
     */
    public record Problem(Optional<String> attribute, String text, boolean ofState) {

        /** A problem with the value of an attribute. */
        public static Problem at(String attribute, String text) {
            return new Problem(Optional.of(attribute), text, false);
        }

        /** A problem with what the planner was reading. */
        public static Problem of(String text) {
            return new Problem(Optional.empty(), text, false);
        }

        /** Returns the same problem as one of the state that a target is in now. */
        public Problem inState() {
            return new Problem(attribute, text, true);
        }
    }

    private PlanException(String message, List<Problem> details) {
        super(message);
        this.details = List.copyOf(details);
    }

    /**
     * Reports one problem.
     *
     * @param problem a sentence without a full stop, for the person who wrote the test
     */
    public PlanException(String problem) {
        this(problem, List.of(Problem.of(problem)));
    }

    /**
     * Reports one problem with what is behind it.
     *
     * @param problem a sentence without a full stop, for the person who wrote the test
     * @param cause what was thrown
     */
    public PlanException(String problem, Throwable cause) {
        this(problem);
        initCause(cause);
    }

    /**
     * Reports several problems at once.
     *
     * @param problems a sentence each
     */
    public PlanException(List<String> problems) {
        this(String.join("; ", problems), problems.stream().map(Problem::of).toList());
    }

    /**
     * Reports a problem with the value of an attribute.
     *
     * @param attribute attribute of the annotation, such as {@code hosts}
     * @param problem a sentence without a full stop, for the person who wrote the test
     */
    public static PlanException at(String attribute, String problem) {
        return of(List.of(Problem.at(attribute, problem)));
    }

    /** Reports several problems at once, each with its attribute. */
    public static PlanException of(List<Problem> problems) {
        return new PlanException(problems.stream().map(Problem::text).collect(Collectors.joining("; ")), problems);
    }

    /** Returns the problems, a sentence each. */
    public List<String> problems() {
        return details.stream().map(Problem::text).toList();
    }

    /** Returns the problems with their attributes. */
    public List<Problem> details() {
        return details;
    }
}
