package dev.reliability.internal.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that starts a host again when this JVM is gone or the time is over. */
final class StartGuard implements AutoCloseable {

    /** Reads a pipe that only this JVM holds; signals that end a foreground job do not end it. */
    private static final String WATCH =
            "trap '' INT TERM HUP; read -r -t \"$1\" line; [[ $line == done ]] && exit; shift;"
                    // a machine that is still on its way down may not be started yet
                    + " for try in {1..60}; do \"$@\" </dev/null && exit; sleep 3; done";

    private final Process process;

    private StartGuard(Process process) {
        this.process = process;
    }

    static StartGuard arm(StartCommand command, Duration atMost) {
        List<String> words = new ArrayList<>(
                List.of("bash", "-c", WATCH, "dev.reliability.start-guard", Long.toString(atMost.toSeconds() + 60)));
        words.addAll(command.words());
        try {
            return new StartGuard(new ProcessBuilder(words)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("no guard could be started that starts the host again", e);
        }
    }

    @Override
    public void close() {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write("done\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it has ended: the time was over
        }
    }
}
