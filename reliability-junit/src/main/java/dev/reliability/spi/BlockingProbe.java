package dev.reliability.spi;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Samples by calls that block. */
final class BlockingProbe implements Probe {

    private static final AtomicInteger THREADS = new AtomicInteger();

    /** Each probe bounds how many of its threads it takes; one that is free is anybody's. */
    private static final ExecutorService POOL = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), BlockingProbe::daemon);

    private final Callable<Observation> call;
    private final int atOnce;
    private final Deque<Sample> waiting = new ArrayDeque<>();
    private final Set<Sample> underWay = new HashSet<>();
    private int workers;
    private boolean closed;

    BlockingProbe(Callable<Observation> call, int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException(atOnce + " calls at once: at least one is needed");
        }
        this.call = call;
        this.atOnce = atOnce;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "reliability-probe-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public CompletionStage<Observation> observe(Duration timeout) {
        Sample sample = new Sample();
        CompletableFuture<Observation> unused = sample.seen
                .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((observation, thrown) -> over(sample));
        synchronized (this) {
            if (closed) {
                sample.seen.completeExceptionally(new CancellationException("the probe is closed"));
                return sample.seen;
            }
            waiting.add(sample);
            if (workers < atOnce) {
                workers++;
                POOL.execute(this::work);
            }
        }
        return sample.seen;
    }

    private void over(Sample sample) {
        synchronized (this) {
            waiting.remove(sample);
        }
        sample.interrupt();
    }

    private void work() {
        for (Sample next = next(null); next != null; next = next(next)) {
            next.take(call);
        }
    }

    private synchronized @Nullable Sample next(@Nullable Sample done) {
        underWay.remove(done);
        Sample next = waiting.poll();
        if (next == null) {
            workers--;
        } else {
            underWay.add(next);
        }
        return next;
    }

    @Override
    public void close() {
        List<Sample> open;
        synchronized (this) {
            closed = true;
            open = Stream.concat(waiting.stream(), underWay.stream()).toList();
        }
        open.forEach(sample -> sample.seen.completeExceptionally(new CancellationException("the probe is closed")));
    }

    /** One call, which is interrupted when its sample is over; an interrupt never hits the next call of the same thread. */
    private static final class Sample {

        final CompletableFuture<Observation> seen = new CompletableFuture<>();
        private @Nullable Thread caller;

        void take(Callable<Observation> call) {
            if (!begin()) {
                return;
            }
            Observation observation = null;
            Throwable failure = null;
            try {
                observation = call.call();
            } catch (Throwable thrown) {
                failure = thrown;
            } finally {
                end();
            }
            if (failure == null) {
                seen.complete(observation);
            } else {
                seen.completeExceptionally(failure);
            }
        }

        private synchronized boolean begin() {
            if (seen.isDone()) {
                return false;
            }
            caller = Thread.currentThread();
            return true;
        }

        private synchronized void end() {
            caller = null;
            Thread.interrupted();
        }

        synchronized void interrupt() {
            if (caller != null) {
                caller.interrupt();
            }
        }
    }
}
