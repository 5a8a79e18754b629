package dev.reliability.internal.runner;

import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.VerdictException;
import dev.reliability.internal.plan.Launcher;
import dev.reliability.internal.plan.Names;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits that an interrupt does not end; it is passed on afterwards. */
final class Uninterrupted {

    private Uninterrupted() {}

    /**
     * Waits for what a run comes to.
     *
     * @param onInterrupt called at each interrupt of the caller, which waits on
     * @param names the settings of the run
     */
    static <T> T join(CompletableFuture<T> future, Runnable onInterrupt, Names names) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    onInterrupt.run();
                } catch (ExecutionException e) {
                    throw new VerdictException(
                            Verdict.ERROR,
                            "ERROR: the experiment ended without a result: " + e.getCause()
                                    + ". Nobody knows whether everything was reverted; undo what is left with: "
                                    + Launcher.command(names, "sweep"),
                            e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void await(CompletableFuture<?> future, Duration patience) {
        try {
            future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.err.println("[reliability] not ended in time: " + e);
        }
    }
}
