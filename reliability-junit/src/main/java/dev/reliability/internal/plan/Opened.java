package dev.reliability.internal.plan;

import dev.reliability.internal.time.Calls;
import dev.reliability.spi.RunScoped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What was resolved for one run and is closed with it, the latest first. */
public final class Opened implements AutoCloseable {

    /** All of it together: a run must end even if a back end hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Deque<RunScoped> open = new ArrayDeque<>();
    private boolean closed;

    <T extends RunScoped> T keep(T resolved) {
        if (closes(resolved) && !kept(resolved)) {
            // a back end answered when nobody waited for it any more
            close(resolved);
        }
        return resolved;
    }

    private synchronized boolean kept(RunScoped resolved) {
        if (!closed) {
            open.push(resolved);
        }
        return !closed;
    }

    /** Most have nothing to close; a test without faults does not pay for another thread then. */
    private static boolean closes(RunScoped resolved) {
        return Answers.ofItsOwn(resolved, RunScoped.class, "close");
    }

    /** Closes everything that is still open, and at once whatever still comes. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        release();
    }

    /** Closes everything that is still open. Nothing that goes wrong here changes what was found; it is only told. */
    public void release() {
        List<RunScoped> all;
        synchronized (this) {
            all = new ArrayList<>(open);
            open.clear();
        }
        if (all.isEmpty()) {
            return;
        }
        try {
            Calls.within(PATIENCE, () -> {
                all.forEach(Opened::close);
                return all;
            });
        } catch (Exception e) {
            tell("not everything could be closed", e);
        }
    }

    private static void close(RunScoped one) {
        try {
            one.close();
        } catch (RuntimeException | LinkageError e) {
            tell(one.getClass().getName() + " could not be closed", e);
        }
    }

    private static void tell(String what, Throwable why) {
        System.err.println("[reliability] " + what + ": " + why);
    }
}
