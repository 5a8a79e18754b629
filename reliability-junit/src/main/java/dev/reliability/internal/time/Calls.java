package dev.reliability.internal.time;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls that may hang, each with a limit. */
public final class Calls {

    private Calls() {}

    /**
     * Makes a call on another thread and waits for it. An interrupt of the caller does not end the wait; it is passed on
     * afterwards.
     *
     * @throws Exception what the call threw, or a {@link TimeoutException} that says how long was waited
     */
    public static <T> T within(Duration limit, Callable<T> call) throws Exception {
        Future<T> future = Threads.backEnds().submit(call);
        long until = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    future.cancel(true);
                    TimeoutException said = new TimeoutException("no answer in " + Durations.limit(limit));
                    said.initCause(e);
                    throw said;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Exception exception) {
                        throw exception;
                    }
                    if (e.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw e;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
