package dev.reliability.aws.internal.client;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks at a remote system until what it sees is enough or the time is up, with pauses between two looks that grow up to a limit.
 *
 * @param time the time that passes
 * @param first the first pause
 * @param longest the longest pause
 */
public record Poller(Time time, Duration first, Duration longest) {

    /** Time that passes. */
    public interface Time {

        /** That of this machine. */
        Time SYSTEM = new Time() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration length) throws InterruptedException {
                Thread.sleep(length.toMillis());
            }
        };

        /** Returns nanoseconds since some moment. */
        long nanos();

        /**
         * Lets time pass.
         *
         * @throws InterruptedException if whoever waits is to stop
         */
        void pause(Duration length) throws InterruptedException;
    }

    /** Looks at the same pace. */
    public static Poller every(Duration pause) {
        return new Poller(Time.SYSTEM, pause, pause);
    }

    /** Looks less and less often: each pause is twice as long as the one before. */
    public static Poller slowing(Duration first, Duration longest) {
        return new Poller(Time.SYSTEM, first, longest);
    }

    /**
     * Looks at least once.
     *
     * @param limit how long to go on
     * @return what was seen last; the caller tells whether it was enough
     * @throws InterruptedException if whoever waits is to stop
     */
    public <T> T await(Duration limit, Supplier<T> look, Predicate<? super T> enough) throws InterruptedException {
        long until = time.nanos() + limit.toNanos();
        Duration pause = first;
        while (true) {
            T seen = look.get();
            if (enough.test(seen) || time.nanos() - until >= 0) {
                return seen;
            }
            time.pause(pause);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(longest) < 0 ? twice : longest;
        }
    }

    /**
     * Looks as {@link #await} does, in the middle of what cannot be left half done.
     *
     * @throws IllegalStateException if whoever waits is to stop
     */
    public <T> T look(Duration limit, Supplier<T> look, Predicate<? super T> enough) {
        try {
            return await(limit, look, enough);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for AWS", e);
        }
    }
}
