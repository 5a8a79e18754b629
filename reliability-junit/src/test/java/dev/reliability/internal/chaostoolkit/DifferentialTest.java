package dev.reliability.internal.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Compat mode against the Chaos Toolkit itself: frozen answers everywhere, live ones where it is installed. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the frozen answers are those of a Unix")
class DifferentialTest {
    private static final String FROZEN = "/dev/reliability/chaostoolkit/frozen-cases.jsonl.gz";
    private static final int LIVE_CASES = Integer.getInteger("chaostoolkit.cases", 3000);
    private static final long SEED = Long.getLong("chaostoolkit.seed", 20240229L);

    @TempDir
    private Path folder;

    @Test
    void answersAsTheToolDidForFrozenCases() {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (String line : frozen()) {
            Map<?, ?> entry = (Map<?, ?>) json(line);
            compared++;
            compare(PythonJson.dumps(entry.get("case")), entry.get("outcome"), differences);
        }
        assertThat(compared).isGreaterThan(1000);
        assertThat(differences).isEmpty();
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
        List<String> outcomes = ask(python, cases);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            compare(cases.get(i), json(outcomes.get(i)), differences);
        }
        freeze(cases, outcomes);
        assertThat(differences).isEmpty();
    }

    private void compare(String line, Object theirs, List<String> differences) {
        Map<?, ?> asked = (Map<?, ?>) json(line);
        String expected = PythonJson.dumps(Answers.comparable(asked, theirs));
        String actual = PythonJson.dumps(Answers.answer(asked, folder));
        if (!actual.equals(expected) && !actual.contains(Answers.UNSUPPORTED)) {
            differences.add(line + "\n  tool: " + PythonJson.dumps(theirs) + "\n  here: " + actual);
        }
    }

    private List<String> ask(String python, List<String> cases) throws Exception {
        Path driver = folder.resolve("driver.py");
        try (InputStream in = DifferentialTest.class.getResourceAsStream("/dev/reliability/chaostoolkit/driver.py")) {
            Files.copy(in, driver);
        }
        Path questions = Files.write(folder.resolve("cases.jsonl"), cases);
        Path answers = folder.resolve("outcomes.jsonl");
        Process process = new ProcessBuilder(python, driver.toString())
                .redirectInput(questions.toFile())
                .redirectOutput(answers.toFile())
                .redirectError(folder.resolve("driver.log").toFile())
                .start();
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("driver.log")))
                .isZero();
        List<String> outcomes = Files.readAllLines(answers);
        assertThat(outcomes).hasSameSizeAs(cases);
        return outcomes;
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

    private static List<String> frozen() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(DifferentialTest.class.getResourceAsStream(FROZEN)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
