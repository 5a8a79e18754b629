package dev.reliability.k8s.internal.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.reliability.spi.ExperimentFunction.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The documentation has each function with its arguments and defaults, and no others. */
class DocumentedFunctionsTest {

    private static final String HEADING = "## chaosk8s";

    @Test
    void theDocumentationListsWhatIsMapped() throws IOException {
        List<String> documented = new ArrayList<>();
        String module = "";
        for (String line : Files.readAllLines(Path.of("../docs/kubernetes-functions.md"))) {
            module = line.startsWith("## ") ? line.substring("## ".length()) : module;
            if (module.startsWith(HEADING.substring("## ".length())) && line.startsWith("| `")) {
                documented.add(module + " " + line);
            }
        }
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Functions.all().stream()
                        .map(function -> function.module() + " | `" + function.name() + "` | "
                                + function.parameters().stream()
                                        .map(DocumentedFunctionsTest::shown)
                                        .collect(Collectors.joining(", "))
                                + " |")
                        .toList());
    }

    private static String shown(Parameter parameter) {
        try {
            return "`" + parameter.name()
                    + (parameter.required() ? "" : "=" + Api.JSON.writeValueAsString(parameter.fallback())) + "`";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
