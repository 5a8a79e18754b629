package dev.reliability.samples.bookstore;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Checks one dependency again and again in a thread of its own. Being up expires: a check that hangs, for whatever
 * reason, counts as down once its time is over.
 */
final class HealthMonitor implements AutoCloseable {

    private final String name;
    private final Duration every;
    private final Duration limit;
    private final Check check;
    private final ScheduledExecutorService thread;
    private volatile @Nullable Long lastSuccess;
    private @Nullable Boolean lastReport;

    interface Check {
        /** Returns normally if the dependency answers as it should. */
        void run() throws Exception;
    }

    private HealthMonitor(String name, Duration every, Duration limit, Check check) {
        this.name = name;
        this.every = every;
        this.limit = limit;
        this.check = check;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "health-" + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts checking at once; {@code limit} is what the check is expected to take at most. */
    static HealthMonitor start(String name, Duration every, Duration limit, Check check) {
        HealthMonitor monitor = new HealthMonitor(name, every, limit, check);
        var unused =
                monitor.thread.scheduleWithFixedDelay(monitor::checkOnce, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return monitor;
    }

    boolean isUp() {
        Long success = lastSuccess;
        return success != null
                && System.nanoTime() - success
                        < every.plus(limit).plus(Duration.ofMillis(250)).toNanos();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void checkOnce() {
        try {
            check.run();
            lastSuccess = System.nanoTime();
            report(true, "answers");
        } catch (Exception e) {
            lastSuccess = null;
            report(false, "does not answer: " + SampleMain.describe(e));
        }
    }

    private void report(boolean up, String text) {
        if (lastReport == null || lastReport != up) {
            lastReport = up;
            System.out.println(Instant.now() + " " + name + " " + text);
        }
    }
}
