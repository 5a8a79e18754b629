package dev.reliability.internal.chaostoolkit;

import java.util.List;
import java.util.stream.Collectors;

/** An experiment file that cannot be run; nothing was touched. Lists every problem of the file. */
public final class InvalidExperimentFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InvalidExperimentFileException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
