package dev.reliability.internal.toxiproxy;

import dev.reliability.internal.process.JavaChild;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The lease of toxics: a process that takes them away should this JVM end, or be frozen for longer than they may last. */
final class ToxicGuard implements AutoCloseable {

    private final Process process;

    private ToxicGuard(Process process) {
        this.process = process;
    }

    /** Starts it; once this returns, the toxics cannot outlive this JVM. */
    static ToxicGuard start(Duration atMost, List<String> urls) throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.add(String.valueOf(atMost.toMillis()));
        arguments.addAll(urls);
        ProcessBuilder builder = new ProcessBuilder(
                        JavaChild.command(ToxicGuardMain.class, arguments.toArray(String[]::new)))
                .redirectErrorStream(true);
        JavaChild.cleanEnvironment(builder.environment());
        Process process = builder.start();
        BufferedReader output = process.inputReader();
        String first = output.readLine();
        if (!"ready".equals(first)) {
            process.destroyForcibly();
            throw new IOException("the process that ends toxics after their controller does not start: " + first);
        }
        return new ToxicGuard(process);
    }

    boolean alive() {
        return process.isAlive();
    }

    /** What happens to it when this JVM is killed. */
    void lose() throws IOException {
        process.getOutputStream().close();
    }

    /** Releases it: the toxics are gone. */
    @Override
    public void close() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
    }
}
