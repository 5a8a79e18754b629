package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.internal.time.Threads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A run on a thread of its own, which nobody interrupts: faults are watched and reverted whatever the body does. */
final class OwnThread implements Course {

    private final Conduct conduct;
    private final CompletableFuture<Boolean> bodyMayStart;
    private final CompletableFuture<ExperimentResult> result = new CompletableFuture<>();

    /** @param bodyMayStart completed by the run when the body is to be run */
    OwnThread(Conduct conduct, CompletableFuture<Boolean> bodyMayStart) {
        this.conduct = conduct;
        this.bodyMayStart = bodyMayStart;
    }

    @Override
    public void begin(Runnable over) {
        Threads.backEnds().execute(() -> {
            try {
                result.complete(conduct.whole(bodyMayStart::isDone));
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            } finally {
                over.run();
                bodyMayStart.complete(false);
            }
        });
    }

    @Override
    public boolean awaitBodyMayStart() {
        return Uninterrupted.join(
                bodyMayStart, () -> {}, conduct.execution().plan.names());
    }

    @Override
    public ExperimentResult awaitResult(Runnable interrupted) {
        return Uninterrupted.join(result, interrupted, conduct.execution().plan.names());
    }

    @Override
    public void stop(String reason) {
        conduct.execution().stops.stop(reason);
    }

    @Override
    public void awaitResult(Duration patience) {
        Uninterrupted.await(result, patience);
    }
}
