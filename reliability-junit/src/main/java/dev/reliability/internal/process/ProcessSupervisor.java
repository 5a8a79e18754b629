package dev.reliability.internal.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops one described process, again and again. Stopping never waits for a start in progress: it ends what
 * the start has brought up so far, and the start fails.
 */
public final class ProcessSupervisor {

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);
    private static final Duration FREEZE_WITHIN = Duration.ofSeconds(5);
    private static final int LINES_SHOWN = 20;

    private final ProcessSpec spec;
    private final CapturedOutput output;
    private final ReentrantLock lifecycle = new ReentrantLock();
    private final AtomicLong stops = new AtomicLong();
    private final AtomicInteger starts = new AtomicInteger();
    private volatile @Nullable ProcessRun current;

    public ProcessSupervisor(ProcessSpec spec) {
        this.spec = spec;
        this.output = new CapturedOutput(spec.output(), spec.readiness().flatMap(Readiness::awaited));
    }

    public ProcessSpec spec() {
        return spec;
    }

    public CapturedOutput output() {
        return output;
    }

    public int starts() {
        return starts.get();
    }

    public boolean isAlive() {
        ProcessRun run = current;
        return run != null && run.isAlive();
    }

    public boolean isReady() {
        return isAlive()
                && spec.readiness()
                        .flatMap(readiness -> readiness.look(output, LONGEST_LOOK))
                        .isEmpty()
                && isAlive();
    }

    public Optional<Process> process() {
        return Optional.ofNullable(current).map(ProcessRun::process);
    }

    @Override
    public String toString() {
        return "process " + spec.name()
                + process()
                        .map(process -> " (pid " + process.pid() + (process.isAlive() ? ")" : ", ended)"))
                        .orElse(" (not started)");
    }

    public List<ProcessHandle> handles() {
        ProcessRun run = current;
        return run == null ? List.of() : run.tree().handles();
    }

    public void start() {
        lifecycle.lock();
        try {
            if (isAlive()) {
                return;
            }
            // children of a root that ended by itself may still hold its ports
            stop(Duration.ZERO);
            startAfresh(stops.get());
        } finally {
            lifecycle.unlock();
        }
    }

    public void restart() {
        lifecycle.lock();
        try {
            stop(spec.stopGrace());
            startAfresh(stops.get());
        } finally {
            lifecycle.unlock();
        }
    }

    /** Ends the tree; with a grace of zero at once. */
    public void stop(Duration grace) {
        stops.incrementAndGet();
        ProcessRun run = current;
        if (run != null) {
            run.end(grace);
        }
    }

    public void close() {
        stop(spec.stopGrace());
        spec.links().close();
        output.closeFile();
    }

    public void freeze() {
        signalUntil("STOP", true);
    }

    public void thaw() {
        signalUntil("CONT", false);
    }

    private void startAfresh(long stopsBefore) {
        requireNobodyElse();
        ProcessRun run;
        try {
            run = ProcessRun.prepare(spec.name(), command(), environment(), directory(), output);
            starts.incrementAndGet();
        } catch (IOException e) {
            throw new IllegalStateException(prefix() + "could not be started: " + e.getMessage(), e);
        }
        current = run;
        long begin = System.nanoTime();
        try {
            if (stops.get() == stopsBefore) {
                run.openGate();
            }
            awaitReady(run, begin, stopsBefore);
        } catch (IOException e) {
            throw failed(run, "could not be started: " + e, e);
        } catch (InterruptedException e) {
            IllegalStateException failure = failed(run, "was interrupted while it was starting", e);
            Thread.currentThread().interrupt();
            throw failure;
        } catch (RuntimeException e) {
            run.end(Duration.ZERO);
            throw e;
        }
    }

    private void awaitReady(ProcessRun run, long begin, long stopsBefore) throws InterruptedException {
        long deadline = begin + spec.readyWithin().toNanos();
        String expected = spec.readiness().map(Readiness::expectation).orElse("it to run");
        String seen = "nothing yet";
        while (true) {
            long left = deadline - System.nanoTime();
            if (stops.get() != stopsBefore) {
                throw failed(run, "was stopped while it was starting", null);
            }
            if (!run.isAlive()) {
                throw failed(
                        run,
                        "ended with exit code " + run.exitCode() + " before it was ready: expected " + expected
                                + ", last " + seen,
                        null);
            }
            if (left <= 0) {
                throw failed(
                        run,
                        "was not ready within " + text(spec.readyWithin()) + ": expected " + expected + ", last " + seen
                                + "; it was still running and has been killed",
                        null);
            }
            Optional<String> missing = look(Duration.ofNanos(left));
            if (missing.isEmpty() && run.isAlive()) {
                return;
            }
            seen = missing.orElse(seen);
            run.process().waitFor(pause(System.nanoTime() - begin), TimeUnit.MILLISECONDS);
        }
    }

    private Optional<String> look(Duration left) {
        Duration timeout = left.compareTo(LONGEST_LOOK) < 0 ? left.plusMillis(1) : LONGEST_LOOK;
        return spec.readiness().flatMap(readiness -> readiness.look(output, timeout));
    }

    /** A stranger that answers in the place of the process would make it look ready while it is not. */
    private void requireNobodyElse() {
        Optional<Readiness> elsewhere =
                spec.readiness().filter(readiness -> readiness.awaited().isEmpty());
        if (elsewhere.isPresent() && elsewhere.get().look(output, LONGEST_LOOK).isEmpty()) {
            throw new IllegalStateException(prefix() + "was not started: expected that nothing answers yet, but found "
                    + elsewhere.get().expectation().replace(" to ", " to already ")
                    + ". Another process holds its port; end that one, or choose another port");
        }
    }

    private IllegalStateException failed(ProcessRun run, String what, @Nullable Throwable cause) {
        int pid = Math.toIntExact(run.process().pid());
        IllegalStateException left = null;
        try {
            run.end(Duration.ZERO);
        } catch (IllegalStateException e) {
            left = e;
        }
        List<String> tail = output.tail(LINES_SHOWN);
        IllegalStateException failure = new IllegalStateException(
                prefix() + "(pid " + pid + ") " + what + ". "
                        + (left == null ? "No process is left. " : left.getMessage() + ". ")
                        + "Command: " + String.join(" ", spec.command()) + ". "
                        + (tail.isEmpty() ? "It wrote no output." : "Its last output:\n  " + String.join("\n  ", tail)),
                cause);
        return failure;
    }

    private void signalUntil(String signal, boolean stopped) {
        if (Platform.isWindows()) {
            throw new UnsupportedOperationException(
                    "process " + spec.name() + " cannot be frozen or thawed: Windows has no SIGSTOP and SIGCONT");
        }
        ProcessRun run = current;
        if (run == null || !run.isAlive()) {
            throw new IllegalStateException(prefix() + "is not running: cannot send " + signal);
        }
        long deadline = System.nanoTime() + FREEZE_WITHIN.toNanos();
        while (true) {
            List<Long> open = run.tree().members().stream()
                    .map(ProcessId::pid)
                    .filter(pid -> isOtherThan(pid, stopped))
                    .collect(Collectors.toList());
            if (open.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(prefix() + "did not obey " + signal + " within "
                        + text(FREEZE_WITHIN) + "; pids " + open + " did not change. Send it with: kill -s " + signal
                        + " " + open.stream().map(String::valueOf).collect(Collectors.joining(" ")));
            }
            Signals.send(open, signal);
            if (!Platform.hasProc()) {
                return;
            }
            Pause.uninterruptibly(Duration.ofMillis(2));
        }
    }

    private static boolean isOtherThan(long pid, boolean stopped) {
        return !Platform.hasProc()
                || LinuxProcesses.stat(pid)
                        .filter(stat -> !stat.gone() && stat.stopped() != stopped)
                        .isPresent();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        spec.command().forEach(word -> command.add(spec.links().resolve(word)));
        return command;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (Map.Entry<String, Supplier<String>> entry : spec.env().entrySet()) {
            String value = entry.getValue().get();
            if (value == null || value.indexOf('\0') >= 0) {
                throw new IllegalStateException(
                        prefix() + "was not started: expected a value for the environment variable " + entry.getKey()
                                + ", got " + (value == null ? "null" : "one with a NUL character"));
            }
            environment.put(entry.getKey(), spec.links().resolve(value));
        }
        return environment;
    }

    private Path directory() {
        return spec.directory().orElse(Path.of("")).toAbsolutePath();
    }

    private String prefix() {
        return "process " + spec.name() + " ";
    }

    private static long pause(long elapsedNanos) {
        return Math.min(100, 10 + TimeUnit.NANOSECONDS.toMillis(elapsedNanos) / 20);
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
