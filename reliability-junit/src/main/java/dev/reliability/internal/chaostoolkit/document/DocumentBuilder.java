package dev.reliability.internal.chaostoolkit.document;

import dev.reliability.internal.chaostoolkit.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the readers of both notations share: counting, places, and problems that do not stop the reading. */
final class DocumentBuilder {
    final String file;
    private final Limits limits;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private long nodes;

    DocumentBuilder(String file, Limits limits) {
        this.file = file;
        this.limits = limits;
    }

    void node(String pointer, int line, int depth) throws UnreadableException {
        lines.putIfAbsent(pointer, line);
        count(1, pointer, line);
        if (depth > limits.depth()) {
            throw new UnreadableException(line, pointer, "nested deeper than " + limits.depth() + " levels");
        }
    }

    void count(long more, String pointer, int line) throws UnreadableException {
        nodes += more;
        if (nodes > limits.nodes()) {
            throw new UnreadableException(
                    line, pointer, "more than " + limits.nodes() + " values, those repeated by aliases included");
        }
    }

    long nodes() {
        return nodes;
    }

    void problem(String pointer, int line, String rule) {
        problems.add(new Problem(file, line, pointer, rule));
    }

    List<Problem> problems() {
        return problems;
    }

    Document build(@Nullable Object root) {
        return new Document(file, root, Map.copyOf(lines));
    }

    /** Ends the reading: what follows cannot be trusted. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        final int line;
        final String pointer;

        UnreadableException(int line, String pointer, String rule) {
            super(rule);
            this.line = line;
            this.pointer = pointer;
        }
    }
}
