package dev.reliability.internal.process;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A {@link CpuBurner} that runs. Three things end it, each without the others: its deadline, the end of its input, and
 * the guard of the test JVM.
 */
public final class CpuBurn implements AutoCloseable {

    private final Process process;
    private final ProcessTree tree;
    private Duration consumed = Duration.ZERO;

    private CpuBurn(Process process, ProcessTree tree) {
        this.process = process;
        this.tree = tree;
    }

    /**
     * Starts to burn.
     *
     * @param cores 1 to the number of cores of this machine
     * @param percent of each of these cores, 1 to 100
     * @param atMost its own deadline, 1 ms to 24 h
     * @throws IllegalArgumentException if a number is out of range
     * @throws IllegalStateException if it cannot be started
     */
    public static CpuBurn start(int cores, int percent, Duration atMost) {
        int available = Runtime.getRuntime().availableProcessors();
        require(cores >= 1 && cores <= available, "cores: expected 1 to " + available + ", got " + cores);
        require(percent >= 1 && percent <= 100, "percent: expected 1 to 100, got " + percent);
        require(
                atMost.compareTo(Duration.ofMillis(1)) >= 0 && atMost.compareTo(Duration.ofDays(1)) <= 0,
                "atMost: expected 1 ms to 24 h, got " + atMost);
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(JavaChild.command(
                        CpuBurner.class,
                        Integer.toString(cores),
                        Integer.toString(percent),
                        Long.toString(atMost.toMillis())))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .directory(new File(System.getProperty("java.home")));
        JavaChild.cleanEnvironment(builder.environment());
        builder.environment().merge(ProcessTree.VARIABLE, mark, (outer, inner) -> outer + "," + inner);
        try {
            Process process = builder.start();
            ProcessTree tree =
                    new ProcessTree(ProcessId.of(process.pid()).orElseGet(() -> new ProcessId(process.pid(), 0)), mark);
            CpuBurn burn = new CpuBurn(process, tree);
            try {
                GuardClient.shared().register(tree);
            } catch (RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
            return burn;
        } catch (IOException e) {
            throw new IllegalStateException("cannot start the process that burns CPU: " + e, e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /**
     * The processor time that it has used, as the operating system counts it. Once it has ended, what was seen by the
     * last call while it ran, which includes that of {@link #close()}.
     */
    public synchronized Duration consumed() {
        if (process.isAlive()) {
            process.toHandle()
                    .info()
                    .totalCpuDuration()
                    .filter(now -> now.compareTo(consumed) > 0)
                    .ifPresent(now -> consumed = now);
        }
        return consumed;
    }

    /**
     * Ends it; when this returns, it is gone.
     *
     * @throws IllegalStateException if it cannot be ended; the message names it
     */
    @Override
    public void close() {
        Duration last = consumed();
        List<ProcessId> left = TreeEnder.end(List.of(tree), Duration.ZERO);
        if (!left.isEmpty()) {
            String pids = left.stream().map(id -> Long.toString(id.pid())).collect(Collectors.joining(" "));
            throw new IllegalStateException("the process that burns CPU could not be killed after it used " + last
                    + "; end it with: kill -9 " + pids);
        }
        GuardClient.shared().release(tree);
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
