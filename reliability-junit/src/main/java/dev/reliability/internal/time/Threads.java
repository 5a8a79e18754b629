package dev.reliability.internal.time;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The few threads of the library, all daemons, shared by every run of the JVM. */
public final class Threads {

    private static final int SAMPLING = 8;

    private Threads() {}

    /** Returns the one thread that starts what is due. Nothing that may block belongs on it. */
    public static ScheduledThreadPoolExecutor timer() {
        return Timer.TIMER;
    }

    /**
     * Returns the bounded pool on which samples are started. Its threads wait for what is due themselves: a sample that a
     * timer hands to a pool is late by two wake-ups instead of one.
     */
    public static ScheduledThreadPoolExecutor sampling() {
        return Sampling.POOL;
    }

    /** Returns the pool for calls to back ends, which may block and are waited for with a deadline. */
    public static ExecutorService backEnds() {
        return BackEnd.POOL;
    }

    /** Returns a factory of named daemon threads. */
    public static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "reliability-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static final class Timer {

        static final ScheduledThreadPoolExecutor TIMER = scheduled(1, "timer");
    }

    private static final class Sampling {

        static final ScheduledThreadPoolExecutor POOL = scheduled(SAMPLING, "sampling");
    }

    private static ScheduledThreadPoolExecutor scheduled(int threads, String name) {
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(threads, daemons(name));
        pool.setRemoveOnCancelPolicy(true);
        return pool;
    }

    private static final class BackEnd {

        static final ExecutorService POOL = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons("back-end"));
    }
}
