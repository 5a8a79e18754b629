package dev.reliability.internal.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A table on the page about experiment files. */
public final class DocumentedTable {

    private DocumentedTable() {}

    /** Returns what stands in the first column, below a head. */
    public static Set<String> rows(String head) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "experiment-files.md"));
        int begin = lines.indexOf(head);
        assertThat(begin).as("a line that says " + head).isPositive();
        return lines.subList(begin + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("| "))
                .map(line -> line.substring(2).split(" \\| ", -1)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
