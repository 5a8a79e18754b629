package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.testsystem.FreshJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a long run shows on a real terminal, and where there is none. */
@Timeout(120)
class LongRunOnConsoleTest {

    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @TempDir
    Path directory;

    private Process run;

    @AfterEach
    void end() {
        if (run != null) {
            run.descendants().forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly();
        }
    }

    private List<String> java() {
        List<String> command = new ArrayList<>(FreshJvm.java());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), LongRun.class.getName(), directory.toString()));
        return command;
    }

    private Path begin(List<String> command) throws IOException {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(output.toFile());
        builder.environment().put("TERM", "xterm");
        run = builder.start();
        return output;
    }

    private static String text(Path output) {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String awaitThenEnd(Path output, String awaited) throws IOException, InterruptedException {
        await(awaited).atMost(Duration.ofSeconds(90)).until(() -> text(output).contains(awaited));
        Files.createFile(directory.resolve("end"));
        assertThat(run.waitFor()).as(() -> text(output)).isZero();
        return text(output);
    }

    @Test
    void withoutATerminalThereIsALineAfterTenSecondsAndNoEscapeCode() throws Exception {
        String output = awaitThenEnd(begin(java()), "Waiting for");
        Matcher line = Pattern.compile("\\[reliability] long \\+(\\d+)\\.\\d{3}s Waiting for the test body"
                        + " \\(at most 8\\d\\d s more\\); 0 of \\d+ samples failed\\R")
                .matcher(output);
        assertThat(line.find()).as(output).isTrue();
        assertThat(Integer.parseInt(line.group(1))).isGreaterThanOrEqualTo(10);
        assertThat(output).doesNotContain("\u001b").contains("PASSED");
    }

    @Test
    void onATerminalItIsShownInPlaceAndGoneAtTheEnd() throws Exception {
        assumeThat(SCRIPT).as("no pseudo terminal without script").isExecutable();
        String quoted =
                String.join(" ", java().stream().map(part -> "'" + part + "'").toList());
        String output = awaitThenEnd(
                begin(List.of(SCRIPT.toString(), "-qec", quoted, "/dev/null")),
                "\r\u001b[2K\u001b[?7l[reliability] long +");
        assertThat(output)
                .containsPattern("\u001b\\[\\?7l\\[reliability] long \\+\\d+s Waiting for the test body \\(at most"
                        + " 8\\d\\d s more\\); 0 of \\d+ samples? failed\u001b\\[\\?7h\r\u001b\\[2K")
                .containsPattern("\u001b\\[2K\\[reliability] long \\+[\\d.]+s PASSED");
    }
}
