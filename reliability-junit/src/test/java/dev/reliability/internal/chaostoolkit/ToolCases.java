package dev.reliability.internal.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Cases that the Chaos Toolkit was asked: what it answered once, and what an installed one answers now. */
public final class ToolCases {

    private static final String RESOURCES = "/dev/reliability/chaostoolkit/";

    private ToolCases() {}

    /** Returns the lines of a compressed file of cases with their outcomes. */
    public static List<String> frozen(String name) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(ToolCases.class.getResourceAsStream(RESOURCES + name)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Asks the tool by a driver, a case a line.
     *
     * @param folder for the driver and what it reads and writes
     * @return the outcomes, in the order of the cases
     */
    public static List<String> ask(String python, String driver, Path folder, List<String> cases) throws Exception {
        Path program = folder.resolve(driver);
        try (InputStream in = ToolCases.class.getResourceAsStream(RESOURCES + driver)) {
            Files.copy(in, program);
        }
        Path questions = Files.write(folder.resolve("cases.jsonl"), cases);
        Path answers = folder.resolve("outcomes.jsonl");
        Process process = new ProcessBuilder(python, program.toString())
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
}
