package dev.reliability.internal.chaostoolkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Collects the problems of one file, so that its author sees all of them at once. */
public final class Problems {
    private final String file;
    private final ToIntFunction<String> lines;
    private final List<Problem> found = new ArrayList<>();

    /**
     * Starts without problems.
     *
     * @param lines finds the line of a JSON pointer, 0 where unknown
     */
    public Problems(String file, ToIntFunction<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    public void add(String pointer, String rule) {
        Problem problem = new Problem(file, lines.applyAsInt(pointer), pointer, rule);
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    public String file() {
        return file;
    }

    public boolean none() {
        return found.isEmpty();
    }

    public List<Problem> list() {
        return List.copyOf(found);
    }
}
