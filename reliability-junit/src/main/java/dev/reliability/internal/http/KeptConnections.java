package dev.reliability.internal.http;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.nio.ManagedAsyncClientConnection;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/** The connections that one probe keeps between its samples, and closes in the end. */
final class KeptConnections implements AutoCloseable {

    private static final AtomicInteger IN_USE = new AtomicInteger();

    private final Set<ManagedAsyncClientConnection> open = new HashSet<>();
    private boolean closed;

    KeptConnections() {
        IN_USE.incrementAndGet();
    }

    void add(ManagedAsyncClientConnection connection) {
        synchronized (this) {
            if (!closed) {
                open.removeIf(one -> !one.isOpen());
                open.add(connection);
                return;
            }
        }
        connection.close(CloseMode.IMMEDIATE);
    }

    @Override
    public void close() {
        Set<ManagedAsyncClientConnection> all;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            all = Set.copyOf(open);
            open.clear();
        }
        all.forEach(connection -> connection.close(CloseMode.IMMEDIATE));
        if (IN_USE.decrementAndGet() == 0) {
            // the pool remembers closed connections until somebody with the same token asks, and nobody will
            HttpClients.KEPT.closeIdle(TimeValue.ZERO_MILLISECONDS);
        }
    }
}
