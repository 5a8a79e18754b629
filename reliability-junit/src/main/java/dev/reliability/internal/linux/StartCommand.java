package dev.reliability.internal.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What starts a host that was powered off: a program of this machine and its arguments, separated by white space, read by no
 * shell. It must do nothing to a host that runs.
 */
record StartCommand(List<String> words) {

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int SECONDS = 120;

    static StartCommand parse(String text) {
        return new StartCommand(List.of(SPACE.split(text.strip(), -1)));
    }

    /** Runs it; returns what went wrong. */
    Optional<String> run() {
        try {
            Path output = Files.createTempFile("reliability-start", ".txt");
            try {
                Process process = new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return Optional.of("\"" + this + "\" did not end within " + SECONDS + " s");
                }
                return process.exitValue() == 0
                        ? Optional.empty()
                        : Optional.of("\"" + this + "\" ended with " + process.exitValue() + ": " + last(output));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            return Optional.of("\"" + this + "\" cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while it ran");
        }
    }

    private static String last(Path output) throws IOException {
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
        return text.substring(Math.max(0, text.length() - 300)).replaceAll("\\s+", " ");
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
