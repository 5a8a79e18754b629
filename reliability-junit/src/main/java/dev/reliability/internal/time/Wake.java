package dev.reliability.internal.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What a waiting thread waits on: any event wakes it, and it looks again at whatever it waits for. An event between the look
 * and the wait is not lost.
 */
public final class Wake {

    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long events;

    /** Creates one on a clock. */
    public Wake(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Says that something changed. */
    public void signal() {
        lock.lock();
        try {
            events++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns a mark of the events so far, to be taken before looking. */
    public long mark() {
        lock.lock();
        try {
            return events;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an event after a mark, at most until a moment. Ignores interrupts and passes them on afterwards. */
    public void awaitAfter(long mark, long untilNanos) {
        boolean interrupted = false;
        lock.lock();
        try {
            while (events == mark) {
                long left = untilNanos - ticker.nanos();
                if (left <= 0) {
                    return;
                }
                try {
                    changed.await(left, TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until something is true, looking after every event and at least every interval. */
    public boolean awaitUntil(BooleanSupplier condition, long untilNanos, Duration interval) {
        while (true) {
            long mark = mark();
            if (condition.getAsBoolean()) {
                return true;
            }
            long now = ticker.nanos();
            if (now - untilNanos >= 0) {
                return false;
            }
            awaitAfter(mark, Math.min(untilNanos, now + interval.toNanos()));
        }
    }
}
