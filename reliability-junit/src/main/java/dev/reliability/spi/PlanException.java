package dev.reliability.spi;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Says that something asked for cannot be done, before anything was touched. A back end throws it while planning; the
 * planner adds the place that asked and collects it with every other problem of the test.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class PlanException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * Reports one problem.
     *
     * @param problem a sentence without a full stop, for the person who wrote the test
     */
    public PlanException(String problem) {
        this(List.of(problem));
    }

    /**
     * Reports several problems at once.
     *
     * @param problems a sentence each
     */
    public PlanException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems, a sentence each. */
    public List<String> problems() {
        return problems;
    }
}
