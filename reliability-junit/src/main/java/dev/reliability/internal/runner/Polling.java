package dev.reliability.internal.runner;

import dev.reliability.internal.time.Threads;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks again and again on a thread of the back ends' pool, each time after the answer to the last. */
final class Polling {

    private final AtomicBoolean running = new AtomicBoolean(true);

    private Polling() {}

    static Polling every(Duration interval, Runnable ask) {
        Polling polling = new Polling();
        Threads.backEnds().execute(() -> polling.loop(interval, ask));
        return polling;
    }

    void stop() {
        running.set(false);
        synchronized (running) {
            running.notifyAll();
        }
    }

    private void loop(Duration interval, Runnable ask) {
        while (running.get()) {
            long next = System.nanoTime() + interval.toNanos();
            ask.run();
            pauseUntil(next);
        }
    }

    private void pauseUntil(long next) {
        synchronized (running) {
            long left = next - System.nanoTime();
            while (running.get() && left > 0) {
                try {
                    running.wait(Math.max(1, left / 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    running.set(false);
                }
                left = next - System.nanoTime();
            }
        }
    }
}
