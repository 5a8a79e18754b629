package dev.reliability.internal.link;

import java.util.concurrent.atomic.AtomicLong;

/** Written by the I/O thread alone, read by anybody. */
final class FaultCounters {

    private final AtomicLong fresh = new AtomicLong();
    private final AtomicLong established = new AtomicLong();
    private final AtomicLong toUpstream = new AtomicLong();
    private final AtomicLong toClient = new AtomicLong();
    private final AtomicLong delayed = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();

    void connection(boolean isNew) {
        (isNew ? fresh : established).incrementAndGet();
    }

    void swallowed(Direction direction, long bytes) {
        (direction == Direction.TO_UPSTREAM ? toUpstream : toClient).addAndGet(bytes);
    }

    void delayed() {
        delayed.incrementAndGet();
    }

    void reset() {
        resets.incrementAndGet();
    }

    void add(Bite bite) {
        fresh.addAndGet(bite.newConnections());
        established.addAndGet(bite.establishedConnections());
        toUpstream.addAndGet(bite.swallowedToUpstream());
        toClient.addAndGet(bite.swallowedToClient());
        delayed.addAndGet(bite.delayedChunks());
        resets.addAndGet(bite.resets());
    }

    Bite snapshot() {
        return new Bite(fresh.get(), established.get(), toUpstream.get(), toClient.get(), delayed.get(), resets.get());
    }
}
