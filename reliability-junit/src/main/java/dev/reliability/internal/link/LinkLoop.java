package dev.reliability.internal.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that does the I/O of all links of this JVM. It starts with the first link and ends with the last.
 * Whatever a link knows about its connections is touched by this thread alone.
 */
final class LinkLoop {

    /** One read. Larger ones are no faster on loopback, and this is what a stalled connection may hold. */
    static final int CHUNK = 128 * 1024;

    private static final int POOLED_BUFFERS = 32;
    private static final Object LIFECYCLE = new Object();
    private static @Nullable LinkLoop shared;
    private static int users;

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparing(Timer::due, LinkLoop::order));
    private final ArrayDeque<ByteBuffer> pool = new ArrayDeque<>();
    private ByteBuffer scratch = ByteBuffer.allocateDirect(CHUNK);
    private @Nullable Echo echo;
    private volatile boolean stopped;

    /** Something that is called on the I/O thread when its channel is ready. */
    interface Ready {
        void ready(SelectionKey key);
    }

    private record Timer(Long due, Runnable action) {}

    private LinkLoop() throws IOException {
        selector = Selector.open();
        thread = new Thread(this::run, "reliability-link");
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
    }

    /** {@return the shared loop, running, with one more user} */
    static LinkLoop acquire() {
        synchronized (LIFECYCLE) {
            LinkLoop loop = shared;
            if (loop == null) {
                try {
                    loop = new LinkLoop();
                } catch (IOException e) {
                    throw new UncheckedIOException("no I/O selector for links: " + e.getMessage(), e);
                }
                loop.thread.start();
                shared = loop;
            }
            users++;
            return loop;
        }
    }

    /** Gives back what {@link #acquire()} gave; the last user's call returns when the thread has ended. */
    static void release() {
        synchronized (LIFECYCLE) {
            LinkLoop loop = shared;
            if (loop != null && --users == 0) {
                shared = null;
                loop.stopped = true;
                loop.selector.wakeup();
                joinUninterruptibly(loop.thread);
            }
        }
    }

    /** Runs on the I/O thread and waits for the result, whatever interrupts come: reverts must not be cut short. */
    <T> T call(Callable<T> callable) {
        FutureTask<T> task = new FutureTask<>(callable);
        tasks.add(task);
        selector.wakeup();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(1, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    if (!thread.isAlive() && !task.isDone()) {
                        throw new IllegalStateException("the I/O thread of the links has ended", e);
                    }
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException unchecked) {
                        throw unchecked;
                    }
                    if (e.getCause() instanceof IOException io) {
                        throw new UncheckedIOException(io.getMessage(), io);
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Only on the I/O thread. */
    void schedule(long dueNanos, Runnable action) {
        timers.add(new Timer(dueNanos, action));
    }

    Selector selector() {
        return selector;
    }

    /** Closed channels keep their descriptor, and listeners their port, until the selector has let go of them. */
    void flushClosed() throws IOException {
        selector.selectNow(key -> {});
    }

    /** {@return an empty direct buffer of {@link #CHUNK} bytes, valid until the next call} */
    ByteBuffer scratch() {
        return scratch.clear();
    }

    /** {@return the scratch buffer as it is, now the caller's until {@link #recycle}} */
    ByteBuffer keepScratch() {
        ByteBuffer pooled = pool.poll();
        ByteBuffer next = pooled != null ? pooled : ByteBuffer.allocateDirect(CHUNK);
        ByteBuffer kept = scratch;
        scratch = next;
        return kept;
    }

    void recycle(ByteBuffer buffer) {
        if (pool.size() < POOLED_BUFFERS) {
            pool.push(buffer);
        }
    }

    /** {@return the upstream of the witness's connections, opened when first asked for} */
    Echo echo() throws IOException {
        if (echo == null) {
            echo = new Echo(selector);
        }
        return echo;
    }

    private void run() {
        while (!stopped) {
            try {
                select();
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                fireTimers();
            } catch (Exception | Error e) {
                // One broken connection or task must not silence every other link of this JVM.
                Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
                handler.uncaughtException(thread, e);
            }
        }
        if (echo != null) {
            echo.close();
        }
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void select() throws IOException {
        Timer next = timers.peek();
        if (next == null) {
            selector.select(LinkLoop::dispatch);
            return;
        }
        long wait = next.due() - System.nanoTime();
        if (wait <= 0) {
            selector.selectNow(LinkLoop::dispatch);
        } else {
            // rounded up: a delay may end late by less than a millisecond, never early
            selector.select(LinkLoop::dispatch, (wait + 999_999) / 1_000_000);
        }
    }

    private static void dispatch(SelectionKey key) {
        if (key.isValid() && key.attachment() instanceof Ready handler) {
            handler.ready(key);
        }
    }

    private void fireTimers() {
        long now = System.nanoTime();
        for (Timer timer = timers.peek(); timer != null && timer.due() - now <= 0; timer = timers.peek()) {
            timers.poll();
            timer.action().run();
        }
    }

    private static int order(Long a, Long b) {
        return Long.signum(a - b);
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
