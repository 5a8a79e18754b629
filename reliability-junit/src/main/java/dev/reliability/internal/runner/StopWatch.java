package dev.reliability.internal.runner;

import dev.reliability.internal.plan.StopCondition;
import dev.reliability.internal.sample.OutageAnalysis;
import dev.reliability.internal.sample.RunningAnalysis;
import dev.reliability.internal.sample.Sampler;
import dev.reliability.internal.sample.Series;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches for what ends an experiment at once. A condition that cannot be asked any more ends it as well. */
final class StopWatch {

    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int STALE = 5;

    private final StopCondition plan;
    private final Ticker ticker;
    private final Wake wake;
    private final @Nullable Sampler sampler;
    private final @Nullable RunningAnalysis seen;
    private volatile @Nullable String reason;
    private @Nullable Polling polling;
    private volatile long begin;
    private int unanswered;

    StopWatch(StopCondition plan, Ticker ticker, Wake wake) {
        this.plan = plan;
        this.ticker = ticker;
        this.wake = wake;
        this.sampler = plan.probe()
                .map(probe -> new Sampler(probe, TIMEOUT, INTERVAL, ticker, this::checkOutage))
                .orElse(null);
        this.seen = series().map(RunningAnalysis::new).orElse(null);
    }

    synchronized void start() {
        begin = ticker.nanos();
        if (sampler != null) {
            sampler.start();
        }
        if (plan.alarm().isPresent()) {
            polling = Polling.every(plan.alarm().orElseThrow().interval(), this::checkAlarm);
        }
    }

    private void checkAlarm() {
        try {
            if (plan.alarm().orElseThrow().state(TIMEOUT).firing()) {
                stop(plan.description());
            }
            unanswered = 0;
        } catch (Exception e) {
            if (++unanswered >= STALE) {
                stop(plan.description() + ", which gives no answer (" + e.getMessage() + ")");
            }
        }
    }

    private void checkOutage() {
        if (seen == null || reason != null) {
            return;
        }
        if (seen.isFull()) {
            stop(String.format(Locale.ROOT, "the limit of %,d samples of %s", Series.MOST, plan.description()));
        }
        OutageAnalysis analysis = seen.of(begin, Long.MIN_VALUE, ticker.nanos());
        analysis.longest()
                .filter(outage -> outage.nanos() > plan.outage().toNanos())
                .ifPresent(outage -> stop(
                        plan.description() + " (" + analysis.commonestFailure().orElse("") + ")"));
    }

    private void stop(String why) {
        reason = why;
        wake.signal();
    }

    /** Returns the samples of what is asked for, where that is no alarm. */
    Optional<Series> series() {
        return Optional.ofNullable(sampler).map(Sampler::series);
    }

    /** Returns what stops the experiment: {@code alarm checkout-errors}. */
    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    synchronized void close() {
        if (polling != null) {
            polling.stop();
        }
        if (sampler != null) {
            sampler.close();
        }
    }
}
