package dev.reliability.internal.sample;

import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Threads;
import dev.reliability.internal.time.Ticker;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes samples open-loop: each is due at a moment fixed beforehand, and started then whether or not earlier ones have come
 * back, so that a stalled service is not asked less often (coordinated omission). It ends when its series is full.
 */
public final class Sampler implements AutoCloseable {

    /** A probe words its own timeout better than the sampler can, so it comes first. */
    private static final int GRACE_MILLIS = 100;

    private final Probe probe;
    private final Duration timeout;
    private final long everyNanos;
    private final Ticker ticker;
    private final Runnable onSample;
    private final Series series;
    private final Intervals intervals;
    private long next;
    private boolean closed;
    private @Nullable Future<?> scheduled;

    /**
     * Creates a sampler; {@link #start()} begins.
     *
     * @param onSample called after each completed sample
     */
    public Sampler(Probe probe, Duration timeout, Duration every, Ticker ticker, Runnable onSample) {
        this(probe, timeout, every, ticker, onSample, new Series());
    }

    Sampler(Probe probe, Duration timeout, Duration every, Ticker ticker, Runnable onSample, Series series) {
        this.series = series;
        this.probe = probe;
        this.timeout = timeout;
        this.everyNanos = every.toNanos();
        this.ticker = ticker;
        this.onSample = onSample;
        this.intervals = new Intervals(everyNanos);
    }

    /** Takes the first sample now, and goes on until closed. */
    public synchronized void start() {
        next = ticker.nanos();
        scheduled = Threads.sampling().schedule(this::tick, 0, TimeUnit.NANOSECONDS);
    }

    /** Does the same on the caller's own thread, which saves a wake-up where nothing else waits for that thread. */
    public void startHere() {
        synchronized (this) {
            next = ticker.nanos();
        }
        tick();
    }

    /** Takes one more sample now, besides those that are due, on the caller's own thread. */
    public void sampleHere() {
        long intended = ticker.nanos();
        if (series.due(intended)) {
            take(intended);
        }
    }

    /** Returns the samples so far. */
    public Series series() {
        return series;
    }

    /** Returns the samples so far for whoever looks at them later, as few as that takes. */
    public Intervals intervals() {
        return intervals;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }

    private void tick() {
        dueNow().ifPresent(this::take);
    }

    /** Returns the one sample to be taken by the caller; those that became due with it are left to other threads. */
    private synchronized OptionalLong dueNow() {
        if (closed) {
            return OptionalLong.empty();
        }
        OptionalLong own = OptionalLong.empty();
        long now = ticker.nanos();
        for (; next - now <= 0; next += everyNanos) {
            long intended = next;
            if (!series.due(intended)) {
                closed = true;
                return own;
            }
            if (own.isEmpty()) {
                own = OptionalLong.of(intended);
            } else {
                Threads.sampling().execute(() -> take(intended));
            }
        }
        scheduled = Threads.sampling().schedule(this::tick, next - ticker.nanos(), TimeUnit.NANOSECONDS);
        return own;
    }

    private void take(long intended) {
        long started = ticker.nanos();
        CompletableFuture<Observation> answer;
        try {
            CompletionStage<Observation> stage = probe.observe(timeout);
            answer = stage.toCompletableFuture()
                    .copy()
                    .orTimeout(timeout.toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RuntimeException | Error e) {
            answer = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Observation> unused = answer.whenComplete((observation, thrown) -> {
            Observation seen = thrown == null ? observation : failure(thrown);
            Sample sample = new Sample(intended, started, ticker.nanos(), seen);
            intervals.add(sample);
            series.completed(sample);
            onSample.run();
        });
    }

    private Observation failure(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof TimeoutException) {
            return new Observation(false, "an answer", "timeout after " + Durations.limit(timeout));
        }
        return new Observation(false, "an answer", String.valueOf(cause));
    }
}
