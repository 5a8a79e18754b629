package dev.reliability.junit;

import dev.reliability.experiment.InvalidPlanException;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A test whose experiment cannot be run as it is written. Nothing was touched. The message names every problem and its place. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class InvalidExperimentException extends InvalidPlanException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates one.
     *
     * @param problems the problems, each with its place
     */
    public InvalidExperimentException(List<String> problems) {
        super(problems);
    }
}
