package dev.reliability.internal.linux;

import java.util.List;

/** What is left on a target, as clauses of a report. */
final class Residue {

    private Residue() {}

    static List<String> words(List<String> left) {
        return left.stream()
                .map(line -> line.startsWith("unknown") ? line : line + " is still there")
                .toList();
    }
}
