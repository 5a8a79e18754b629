package dev.reliability.internal.chaostoolkit.provider;

import dev.reliability.internal.time.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * What a process writes. Its pipes may outlive it, because whatever it left running holds them: that is read on, so that it does not
 * die of a closed pipe, but nobody waits for it.
 */
final class ProcessOutput {
    private static final Executor READERS = Executors.newCachedThreadPool(Threads.daemons("process-output"));

    /** How long nothing may come from a pipe that others hold until all that the process wrote is taken to be read. */
    private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(25);

    private final Pipe output;
    private final Pipe errors;
    private final CompletableFuture<Void> all;

    ProcessOutput(Process process) {
        output = new Pipe(process.getInputStream());
        errors = new Pipe(process.getErrorStream());
        all = CompletableFuture.allOf(output.end, errors.end);
    }

    /**
     * Waits for the end of the output of a process that has ended.
     *
     * @param held tells whether something else may hold it
     * @return whether it was read in time
     * @throws UncheckedIOException if it cannot be read
     */
    boolean await(long nanos, BooleanSupplier held) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        long quietSince = System.nanoTime();
        long read = read();
        while (!ended(Math.min(POLL, until - System.nanoTime()))) {
            long now = System.nanoTime();
            if (now - until >= 0) {
                return false;
            }
            if (read() != read) {
                read = read();
                quietSince = now;
            } else if (now - quietSince > QUIET) {
                if (held.getAsBoolean()) {
                    output.leave();
                    errors.leave();
                    return true;
                }
                quietSince = now;
            }
        }
        return true;
    }

    private boolean ended(long nanos) throws InterruptedException {
        try {
            all.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UncheckedIOException unreadable ? unreadable : new CompletionException(e);
        }
    }

    private long read() {
        return output.read() + errors.read();
    }

    byte[] standard() {
        return output.bytes();
    }

    byte[] errors() {
        return errors.bytes();
    }

    /** One of its pipes. */
    private static final class Pipe {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<Void> end;
        private volatile long read;
        private volatile boolean left;

        Pipe(InputStream stream) {
            end = CompletableFuture.runAsync(() -> copy(stream), READERS);
        }

        private void copy(InputStream stream) {
            // the JDK closes the pipe of a process that ended as soon as nobody reads from it, and takes this lock for
            // that
            synchronized (stream) {
                try (stream) {
                    byte[] some = new byte[8192];
                    for (int count = stream.read(some); count >= 0; count = stream.read(some)) {
                        if (!left) {
                            take(some, count);
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        private synchronized void take(byte[] some, int count) {
            bytes.write(some, 0, count);
            read += count;
        }

        long read() {
            return read;
        }

        void leave() {
            left = true;
        }

        synchronized byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
