package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.internal.time.Threads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run without faults, on the thread that brings the body: each change of threads would cost more than the rest of it. What
 * may end it while the body runs is watched from the timer.
 */
final class CallersThread implements Course {

    private final Conduct conduct;
    private final CompletableFuture<ExperimentResult> result = new CompletableFuture<>();
    private boolean begun;
    private boolean bodyLetIn;
    private boolean ended;
    private Runnable over = () -> {};
    private @Nullable Future<?> watch;

    CallersThread(Conduct conduct) {
        this.conduct = conduct;
    }

    @Override
    public synchronized void begin(Runnable whenOver) {
        over = whenOver;
    }

    @Override
    public synchronized boolean awaitBodyMayStart() {
        if (begun) {
            return bodyLetIn;
        }
        begun = true;
        bodyLetIn = conduct.untilBody();
        if (bodyLetIn) {
            long interval = Execution.IDLE.toNanos();
            watch = Threads.timer().scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.NANOSECONDS);
        }
        return bodyLetIn;
    }

    private void look() {
        if (conduct.execution().stops.check()) {
            Threads.backEnds().execute(this::finish);
        }
    }

    @Override
    public ExperimentResult awaitResult(Runnable interrupted) {
        finish();
        return Uninterrupted.join(result, interrupted, conduct.execution().plan.names());
    }

    private void finish() {
        synchronized (this) {
            if (ended || !begun) {
                return;
            }
            ended = true;
        }
        if (watch != null) {
            watch.cancel(false);
        }
        try {
            result.complete(conduct.afterBody(bodyLetIn));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        } finally {
            over.run();
        }
    }

    @Override
    public void stop(String reason) {
        conduct.execution().stops.stop(reason);
        Threads.backEnds().execute(this::finish);
    }

    @Override
    public void awaitResult(Duration patience) {
        Uninterrupted.await(result, patience);
    }
}
