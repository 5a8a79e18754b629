package dev.reliability.internal.link;

import java.util.function.Consumer;

/**
 * One activation of a fault on one link, and what it did. Its counters stay readable after it was healed.
 */
public final class ActiveFault implements AutoCloseable {

    private final String link;
    private final Consumer<ActiveFault> healer;
    private final LinkFault fault;
    private final FaultCounters counters = new FaultCounters();
    private volatile boolean active = true;

    ActiveFault(String link, Consumer<ActiveFault> healer, LinkFault fault) {
        this.link = link;
        this.healer = healer;
        this.fault = fault;
    }

    /** {@return what the link does} */
    public LinkFault fault() {
        return fault;
    }

    /** {@return whether it still does it: not after {@link #heal()}, its time limit, or the end of the link} */
    public boolean active() {
        return active;
    }

    /** {@return what it did so far to connections other than the witness's} */
    public Bite bite() {
        return counters.snapshot();
    }

    /**
     * Ends this activation, and no other that may have followed it. Returns when the link is back to forwarding; done
     * again, it does nothing. An interrupt does not cut it short.
     */
    public void heal() {
        if (active) {
            healer.accept(this);
        }
    }

    /** Heals. */
    @Override
    public void close() {
        heal();
    }

    FaultCounters counters() {
        return counters;
    }

    void ended() {
        active = false;
    }

    @Override
    public String toString() {
        return fault + " of link " + link + (active ? "" : " (healed)");
    }
}
