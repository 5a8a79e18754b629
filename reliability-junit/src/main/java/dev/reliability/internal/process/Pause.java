package dev.reliability.internal.process;

import java.time.Duration;

/** Waiting that an interrupt does not cut short: ending a process tree must not be left half done. */
final class Pause {

    private Pause() {}

    static void uninterruptibly(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        boolean interrupted = false;
        try {
            for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
                try {
                    Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
