package dev.reliability.internal.time;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls that may hang, each with a limit. */
public final class Calls {

    private Calls() {}

    /**
     * Makes a call on another thread, with the class loader that the caller has for its context, and waits for it. An interrupt
     * of the caller does not end the wait; it is passed on afterwards.
     *
     * @throws Exception what the call threw, or a {@link TimeoutException} that says how long was waited; the stack trace of its
     *     cause is that of the call at the end of the wait
     */
    public static <T> T within(Duration limit, Callable<T> call) throws Exception {
        Worker<T> worker = new Worker<>(call, Thread.currentThread().getContextClassLoader());
        Future<T> future = Threads.backEnds().submit(worker);
        long until = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    TimeoutException said = new TimeoutException("no answer in " + Durations.limit(limit));
                    said.initCause(worker.whereItIs(e));
                    future.cancel(true);
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

    private static final class Worker<T> implements Callable<T> {

        private final Callable<T> call;
        private final @Nullable ClassLoader context;
        private volatile @Nullable Thread thread;

        Worker(Callable<T> call, @Nullable ClassLoader context) {
            this.call = call;
            this.context = context;
        }

        @Override
        public T call() throws Exception {
            Thread own = Thread.currentThread();
            ClassLoader before = own.getContextClassLoader();
            thread = own;
            own.setContextClassLoader(context);
            try {
                return call.call();
            } finally {
                own.setContextClassLoader(before);
                thread = null;
            }
        }

        TimeoutException whereItIs(TimeoutException waited) {
            Thread hanging = thread;
            if (hanging != null) {
                waited.setStackTrace(hanging.getStackTrace());
            }
            return waited;
        }
    }
}
