package dev.reliability.internal.runner;

import dev.reliability.experiment.SteadyStateResult;
import dev.reliability.experiment.When;
import dev.reliability.internal.plan.SteadyState;
import dev.reliability.internal.sample.Sample;
import dev.reliability.internal.sample.Samples;
import dev.reliability.internal.sample.Series;
import dev.reliability.internal.time.Threads;
import dev.reliability.internal.time.Ticker;
import dev.reliability.spi.Observation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at one steady state at the moments that its plan names, one look at a time. */
final class CheckWatch {

    private final SteadyState plan;
    private final Ticker ticker;
    private final Runnable onCheck;
    private final Series during = new Series();
    private @Nullable Sample before;
    private @Nullable Sample after;
    private @Nullable Sample recovered;
    private @Nullable CompletableFuture<Observation> look;
    private long lastLook = Long.MIN_VALUE;
    private boolean going;
    private boolean closed;

    CheckWatch(SteadyState plan, Ticker ticker, Runnable onCheck) {
        this.plan = plan;
        this.ticker = ticker;
        this.onCheck = onCheck;
    }

    SteadyState plan() {
        return plan;
    }

    boolean in(When part) {
        return plan.when().contains(part);
    }

    /** Looks once, before or after the body. */
    synchronized void checkOnce(When part) {
        look(sample -> {
            if (part == When.BEFORE) {
                before = sample;
            } else {
                after = sample;
            }
        });
    }

    /** Looks once, after the revert; the last look counts. */
    synchronized void checkRecovery() {
        look(sample -> recovered = sample);
    }

    /** Whether it did not hold during the body, or when that was done. */
    synchronized boolean broke() {
        Samples looks = during.completed();
        return after != null && !after.good() || looks.failed() > plan.tolerate() * looks.size();
    }

    /** Looks again and again, until stopped. */
    synchronized void startDuring() {
        going = true;
        lookDuring();
    }

    /** Begins no further look; one that is under way goes on. */
    synchronized void stopDuring() {
        going = false;
    }

    private synchronized void lookDuring() {
        if (!going || closed || during.isFull()) {
            return;
        }
        look(sample -> {
            during.completed(sample);
            if (going && !closed) {
                Future<?> unused =
                        Threads.timer().schedule(this::lookDuring, plan.every().toNanos(), TimeUnit.NANOSECONDS);
            }
        });
    }

    private void look(Consumer<Sample> seen) {
        // no two looks have the same time, however coarse the clock
        long started = Math.max(ticker.nanos(), lastLook + 1);
        lastLook = started;
        CompletableFuture<Observation> answer;
        try {
            answer = plan.probe().observe(plan.timeout()).toCompletableFuture();
        } catch (RuntimeException | Error e) {
            answer = CompletableFuture.failedFuture(e);
        }
        look = answer;
        CompletableFuture<Observation> unused = answer.whenComplete((observation, thrown) -> {
            Observation observed =
                    thrown == null ? observation : new Observation(false, "an answer", String.valueOf(thrown));
            synchronized (this) {
                look = null;
                if (!closed) {
                    seen.accept(new Sample(started, started, ticker.nanos(), observed));
                }
            }
            onCheck.run();
        });
    }

    synchronized boolean underWay() {
        return look != null;
    }

    synchronized Optional<Sample> before() {
        return Optional.ofNullable(before);
    }

    synchronized Optional<Sample> after() {
        return Optional.ofNullable(after);
    }

    synchronized Optional<Sample> recovered() {
        return Optional.ofNullable(recovered);
    }

    /** Returns the looks while the body ran. */
    Series series() {
        return during;
    }

    /** Tells whether enough looks were taken from a moment on. */
    boolean enoughSince(long from) {
        return during.anyCompleted(from, Series.SUSTAINED);
    }

    /** Returns what is said once no further look can be kept. */
    Optional<String> limit() {
        return Optional.of(during).filter(Series::isFull).map(full -> StateWatch.limit(plan));
    }

    synchronized CheckHistory history() {
        return new CheckHistory(
                plan, during.completed(), Optional.ofNullable(after), broke(), Optional.ofNullable(recovered));
    }

    /** Ends a look that is under way, and begins no other. */
    void close() {
        CompletableFuture<Observation> last;
        synchronized (this) {
            closed = true;
            last = look;
        }
        if (last != null) {
            last.cancel(true);
        }
    }

    /** Says what was seen: "expected 200, got 503". */
    static String words(Sample sample) {
        Observation seen = sample.observation();
        return "expected " + seen.expected() + ", got " + seen.got();
    }

    synchronized SteadyStateResult result() {
        Samples looks = during.completed();
        List<Sample> last =
                Stream.of(after(), recovered()).flatMap(Optional::stream).toList();
        int failed = (int) last.stream().filter(sample -> !sample.good()).count();
        return new SteadyStateResult(
                plan.name(),
                looks.size() + last.size(),
                looks.failed() + failed,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }
}
