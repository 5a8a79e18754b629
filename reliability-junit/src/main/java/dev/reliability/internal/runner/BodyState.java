package dev.reliability.internal.runner;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the test body is: on whose thread it runs, whether it ended, and with what. */
final class BodyState {

    private final BodyCalls calls = new BodyCalls();
    private @Nullable Thread thread;
    private boolean interrupted;
    private volatile boolean ended;
    private volatile @Nullable Throwable thrown;
    private volatile long endedAt;

    synchronized void began(Thread onThread) {
        if (thread != null) {
            Exclusive.leaveBody(thread);
            BodyCalls.leave(thread);
        }
        thread = onThread;
        Exclusive.enterBody(onThread);
        calls.enter(onThread);
    }

    synchronized void ended(@Nullable Throwable with, long atNanos) {
        if (ended) {
            return;
        }
        if (thread != null) {
            Exclusive.leaveBody(thread);
            BodyCalls.leave(thread);
            if (interrupted && thread == Thread.currentThread()) {
                // The interrupt was ours and has done its work: it must not reach what runs after the body.
                Thread.interrupted();
            }
        }
        thread = null;
        thrown = with;
        endedAt = atNanos;
        ended = true;
    }

    /** Ends a body that waits for something that will not come any more. */
    synchronized void interrupt() {
        if (thread != null && !ended) {
            interrupted = true;
            thread.interrupt();
        }
    }

    /** Returns the HTTP calls that it made. */
    BodyCalls calls() {
        return calls;
    }

    boolean isEnded() {
        return ended;
    }

    long endedAt() {
        return endedAt;
    }

    Optional<Throwable> thrown() {
        return Optional.ofNullable(thrown);
    }
}
