package dev.reliability.aws.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.aws.AwsFunctionProvider;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.FunctionProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page lists the functions that {@code run --list-functions} does, no more and no less. */
class DocumentedFunctionsTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(chaosaws\\.[a-z0-9.]+)` \\| (.*) \\|$");
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

    @Test
    void thePageNamesEveryFunction() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("../docs/aws-signals.md")))
                .results()
                .forEach(row -> NAME.matcher(row.group(2))
                        .results()
                        .map((MatchResult name) -> name.group(1))
                        .forEach(name -> documented
                                .computeIfAbsent(row.group(1), unused -> new TreeSet<>())
                                .add(name)));
        Map<String, Set<String>> there = new TreeMap<>();
        for (ExperimentFunction function : new AwsFunctionProvider().functions()) {
            there.computeIfAbsent(function.module(), unused -> new TreeSet<>()).add(function.name());
        }
        assertThat(documented).isEqualTo(there);
    }

    @Test
    void theyAreFound() {
        assertThat(ServiceLoader.load(FunctionProvider.class)).hasAtLeastOneElementOfType(AwsFunctionProvider.class);
    }
}
