package dev.reliability.internal.link;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A forwarder of this JVM to which faults can be done. */
public interface AttackableLink extends AutoCloseable {

    /** {@return the port of 127.0.0.1 that it listens on} */
    int port();

    /**
     * Sets a fault until it is healed or the link is closed. When this returns, whatever passes is under it.
     *
     * @param fault what to do
     * @return the activation, to heal it by and to read what it did
     * @throws IllegalStateException if the link has a fault already (the message names it) or is closed
     */
    ActiveFault inject(LinkFault fault);

    /**
     * Sets a fault that heals by itself, should nobody do it before: the end does not hang on the thread that set it.
     *
     * @param fault what to do
     * @param atMost how long it lasts at most
     * @return the activation, to heal it by and to read what it did
     * @throws IllegalStateException if the link has a fault already (the message names it) or is closed
     */
    ActiveFault inject(LinkFault fault, Duration atMost);

    /**
     * Has a process that is not this JVM send a few bytes through this link, and say what came back. They go the way of
     * everybody's bytes, but end at an echo of ours, not at the upstream.
     *
     * @param silence how long nothing must come for it to count as silence; delays of a latency are added to it
     * @return what was seen; fails only if no witness can be started
     */
    CompletableFuture<Observation> observe(Duration silence);

    /** {@return what it has done since it was opened} */
    LinkTotals totals();

    /** {@return whether it was closed} */
    boolean isClosed();

    @Override
    void close();
}
