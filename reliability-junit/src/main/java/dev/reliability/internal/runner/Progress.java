package dev.reliability.internal.runner;

import dev.reliability.internal.time.Threads;
import dev.reliability.internal.time.Ticker;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells again and again what is waited for, until closed: in the intervals that the display wants, never earlier. */
final class Progress implements AutoCloseable {

    private final String title;
    private final Display display;
    private final Ticker ticker;
    private final long begin;
    private final Supplier<String> awaited;
    private final AtomicBoolean telling = new AtomicBoolean();
    private final @Nullable Future<?> timer;
    private boolean told;
    private boolean closed;

    /** @param awaited says what is waited for, on any thread */
    Progress(String title, Display display, Ticker ticker, Supplier<String> awaited) {
        this.title = title;
        this.display = display;
        this.ticker = ticker;
        this.begin = ticker.nanos();
        this.awaited = awaited;
        this.timer = display.progressEvery()
                .map(every -> Threads.timer()
                        .scheduleWithFixedDelay(this::tellSoon, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS))
                .orElse(null);
    }

    /** A console may block, and then the next line is left out. */
    private void tellSoon() {
        if (telling.compareAndSet(false, true)) {
            Threads.backEnds().execute(this::tell);
        }
    }

    private synchronized void tell() {
        try {
            if (!closed) {
                told = true;
                display.progress(title, Duration.ofNanos(ticker.nanos() - begin), "Waiting for " + awaited.get());
            }
        } finally {
            telling.set(false);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (told) {
            display.progressOver();
            told = false;
        }
    }
}
