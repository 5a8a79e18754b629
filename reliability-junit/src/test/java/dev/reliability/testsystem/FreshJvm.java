package dev.reliability.testsystem;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own for a test that sends it signals. */
public final class FreshJvm {

    private static final List<String> HEEDING = heeding();

    private FreshJvm() {}

    /**
     * Returns how a command begins that starts this Java and heeds each signal. What {@code nohup} or a background job ignores, its
     * children ignore as well, and a JVM sets no handler for an ignored signal.
     */
    public static List<String> java() {
        List<String> command = new ArrayList<>(HEEDING);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return command;
    }

    private static List<String> heeding() {
        List<String> prefix = List.of("env", "--default-signal");
        List<String> attempt = new ArrayList<>(prefix);
        attempt.add("true");
        try {
            Process process = new ProcessBuilder(attempt)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0 ? prefix : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
