package dev.reliability.internal.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets stopped processes go on when the test JVM cannot: a process of its own that sends the signal when its input ends,
 * which it does with the test JVM, or when the time is over.
 */
public final class Thaw implements AutoCloseable {

    private final Process process;

    private Thaw(Process process) {
        this.process = process;
    }

    /**
     * Arms it, before anything is stopped.
     *
     * @param ids the processes that will be stopped
     * @param atMost when they go on at the latest
     * @throws IOException if it cannot be started
     */
    public static Thaw arm(List<ProcessId> ids, Duration atMost) throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.add(String.valueOf(atMost.toMillis()));
        ids.forEach(id -> arguments.add(id.pid() + ":" + id.start()));
        ProcessBuilder builder = new ProcessBuilder(JavaChild.command(Thawer.class, arguments.toArray(String[]::new)))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        JavaChild.cleanEnvironment(builder.environment());
        Process process = builder.start();
        int armed = process.getInputStream().read();
        if (armed != Thawer.ARMED) {
            process.destroyForcibly();
            throw new IOException("the process that would end a freeze did not start");
        }
        return new Thaw(process);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
