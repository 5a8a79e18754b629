package dev.reliability.internal.process;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A process that keeps processor cores busy, and ends by itself: at its deadline, or at the end of its input, which
 * comes with the end of whoever started it. It needs no controller for that.
 */
public final class CpuBurner {

    private static final long PERIOD_NANOS = Duration.ofMillis(50).toNanos();

    private static final long CHECK_NANOS = Duration.ofMillis(200).toNanos();

    private CpuBurner() {}

    /** Arguments: number of cores, percent of each, milliseconds at most. */
    public static void main(String[] args) throws IOException {
        int cores = Integer.parseInt(args[0]);
        int percent = Integer.parseInt(args[1]);
        long deadline =
                System.nanoTime() + Duration.ofMillis(Long.parseLong(args[2])).toNanos();
        for (int core = 0; core < cores; core++) {
            Thread burner = new Thread(() -> burn(percent, deadline), "burner " + core);
            burner.setDaemon(true);
            burner.start();
        }
        Thread clock = new Thread(() -> endAt(deadline), "deadline");
        clock.start();
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }

    private static void endAt(long deadline) {
        // the monotonic clock stands still while a machine is suspended, the wall clock may be set: the earlier one
        // ends
        long wallDeadline = System.currentTimeMillis()
                + Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        for (long left = deadline - System.nanoTime();
                left > 0 && System.currentTimeMillis() <= wallDeadline;
                left = deadline - System.nanoTime()) {
            Pause.uninterruptibly(Duration.ofNanos(Math.min(left, CHECK_NANOS)));
        }
        Runtime.getRuntime().halt(0);
    }

    private static void burn(int percent, long deadline) {
        long busy = PERIOD_NANOS * percent / 100;
        for (long period = System.nanoTime(); period < deadline; period += PERIOD_NANOS) {
            while (System.nanoTime() - period < busy) {
                Thread.onSpinWait();
            }
            long rest = period + PERIOD_NANOS - System.nanoTime();
            if (rest > 0) {
                Pause.uninterruptibly(Duration.ofNanos(rest));
            }
        }
    }
}
