package dev.reliability.internal.linux;

import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Tells again and again what is left of one fault, past its agent, by a process that is started ahead. */
final class LeftoverWatch implements AutoCloseable {

    private final ShellSession session;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    LeftoverWatch(Shell shell, String id) {
        session = shell.start(Scripts.asRoot(Scripts.load("left.sh"), "left", "watch", id));
        Thread reader = new Thread(this::read, "reliability-watch-" + id);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(session.output(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // it has ended; whoever asks gets no answer and looks anew
        }
    }

    /** What is left now; empty where the watch does not answer. */
    Optional<List<String>> look(Duration atMost) {
        try {
            lines.clear();
            session.input().write('\n');
            List<String> left = new ArrayList<>();
            long until = System.nanoTime() + atMost.toNanos();
            while (true) {
                String line = lines.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (line == null) {
                    return Optional.empty();
                }
                if (line.equals("done")) {
                    return Optional.of(left);
                }
                left.add(line);
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
