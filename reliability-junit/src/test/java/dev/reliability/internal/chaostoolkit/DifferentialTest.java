package dev.reliability.internal.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Compat mode against the Chaos Toolkit itself: frozen answers everywhere, live ones where it is installed. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the frozen answers are those of a Unix")
class DifferentialTest {
    private static final int LIVE_CASES = Integer.getInteger("chaostoolkit.cases", 3000);
    private static final long SEED = Long.getLong("chaostoolkit.seed", 20240229L);

    /** One in so many cases, which hold the oddest regular expressions, may be refused although the tool takes it. */
    private static final int FEW = 100;

    @TempDir
    private Path folder;

    private final List<String> unsupported = new ArrayList<>();

    @Test
    void answersAsTheToolDidForFrozenCases() {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (String line : ToolCases.frozen("frozen-cases.jsonl.gz")) {
            Map<?, ?> entry = (Map<?, ?>) json(line);
            compared++;
            compare(PythonJson.dumps(entry.get("case")), entry.get("outcome"), differences);
        }
        assertThat(compared).isGreaterThan(1000);
        assertThat(differences).isEmpty();
        assertThat(unsupported).hasSizeLessThan(compared / FEW);
    }

    @Test
    void answersAsTheInstalledToolDoes() throws Exception {
        String python = python();
        assumeTrue(
                !python.isEmpty(),
                "the Chaos Toolkit is not compared live: CHAOSTOOLKIT_PYTHON names no interpreter that has chaoslib");
        RandomCases random = new RandomCases(SEED);
        List<String> cases = new ArrayList<>();
        for (int i = 0; i < LIVE_CASES; i++) {
            cases.add(PythonJson.dumps(random.next()));
        }
        List<String> outcomes = ToolCases.ask(python, "driver.py", folder, cases);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            compare(cases.get(i), json(outcomes.get(i)), differences);
        }
        freeze(cases, outcomes);
        assertThat(differences).isEmpty();
        assertThat(unsupported).hasSizeLessThan(LIVE_CASES / FEW);
    }

    private void compare(String line, Object theirs, List<String> differences) {
        Map<?, ?> asked = (Map<?, ?>) json(line);
        String expected = PythonJson.dumps(Answers.comparable(asked, theirs));
        String actual = PythonJson.dumps(Answers.answer(asked, folder));
        if (!actual.equals(expected) && actual.contains(Answers.UNSUPPORTED)) {
            unsupported.add(line);
        } else if (!actual.equals(expected)) {
            differences.add(line + "\n  tool: " + PythonJson.dumps(theirs) + "\n  here: " + actual);
        }
    }

    private static void freeze(List<String> cases, List<String> outcomes) throws IOException {
        String target = System.getProperty("chaostoolkit.freeze");
        if (target != null) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < cases.size(); i++) {
                Map<String, Object> outcome = Values.mutable(Values.asMap(json(outcomes.get(i))));
                // messages hold paths of the machine that was asked
                outcome.remove("message");
                lines.add("{\"case\": " + cases.get(i) + ", \"outcome\": " + PythonJson.dumps(outcome) + "}");
            }
            Files.write(Path.of(target), lines);
        }
    }

    private static String python() {
        String property = System.getProperty("chaostoolkit.python", "");
        String python = property.isEmpty() ? System.getenv().getOrDefault("CHAOSTOOLKIT_PYTHON", "") : property;
        if (python.isEmpty()) {
            return "";
        }
        try {
            Process probe = new ProcessBuilder(python, "-c", "import chaoslib")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor() == 0 ? python : "";
        } catch (IOException | InterruptedException e) {
            return "";
        }
    }

    private static Object json(String text) {
        try {
            return PythonJson.loads(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
