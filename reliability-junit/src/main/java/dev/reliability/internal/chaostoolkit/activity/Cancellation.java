package dev.reliability.internal.chaostoolkit.activity;

import java.util.ArrayList;
import java.util.List;

/** Ends a running activity from another thread; once cancelled, it stays cancelled. */
public final class Cancellation {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean cancelled;

    /** Ends whatever runs under this cancellation, and keeps the rest from starting. */
    public void cancel() {
        List<Runnable> all;
        synchronized (this) {
            cancelled = true;
            all = List.copyOf(listeners);
        }
        all.forEach(Runnable::run);
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Calls the listener on cancellation, at once when that was before; until the registration is closed. */
    public Registration onCancel(Runnable listener) {
        boolean late;
        synchronized (this) {
            listeners.add(listener);
            late = cancelled;
        }
        if (late) {
            listener.run();
        }
        return () -> remove(listener);
    }

    private synchronized void remove(Runnable listener) {
        listeners.remove(listener);
    }

    /** Stops listening when closed. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
