package dev.reliability.internal.link;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The clients of one link, the one that was silent for longest first. Lives on the I/O thread. */
final class DatagramSessions {

    private static final int CLIENTS = 1024;
    private static final long IDLE = TimeUnit.SECONDS.toNanos(60);

    private final DatagramLink link;
    private final Map<InetSocketAddress, DatagramSession> sessions = new LinkedHashMap<>(16, 0.75f, true);

    DatagramSessions(DatagramLink link) {
        this.link = link;
    }

    DatagramSession of(InetSocketAddress client) {
        DatagramSession session = sessions.get(client);
        if (session == null || session.closed()) {
            if (sessions.size() >= CLIENTS) {
                DatagramSession eldest = sessions.values().iterator().next();
                eldest.close();
                sessions.values().remove(eldest);
            }
            session = new DatagramSession(link, client);
            sessions.put(client, session);
            expire(client, session);
        }
        return session;
    }

    private void expire(InetSocketAddress client, DatagramSession session) {
        link.loop().schedule(session.lastUsed() + IDLE, () -> {
            if (!session.closed() && session.lastUsed() + IDLE - System.nanoTime() > 0) {
                expire(client, session);
            } else {
                session.close();
                sessions.remove(client, session);
            }
        });
    }

    void close() {
        List.copyOf(sessions.values()).forEach(DatagramSession::close);
        sessions.clear();
    }
}
