package dev.reliability.experiment;

import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** An experiment that cannot be run as it is written. Thrown before anything is touched, with all of its problems. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public class InvalidPlanException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * Creates one.
     *
     * @param problems the problems, each with its place
     */
    public InvalidPlanException(List<String> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems, each with its place. */
    public final List<String> problems() {
        return problems;
    }

    private static String message(List<String> problems) {
        if (problems.size() == 1) {
            String problem = problems.get(0);
            return problem + (problem.endsWith("?") ? "" : ".") + " No fault was injected.";
        }
        return problems.size() + " problems. No fault was injected.\n - " + String.join("\n - ", problems);
    }
}
