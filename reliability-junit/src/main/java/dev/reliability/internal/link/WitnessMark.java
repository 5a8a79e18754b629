package dev.reliability.internal.link;

/** What the link's side knows of one connection of the witness; it is kept out of every other count. */
final class WitnessMark {

    private final FaultCounters counters = new FaultCounters();
    private volatile boolean accepted;

    void accepted() {
        accepted = true;
    }

    boolean wasAccepted() {
        return accepted;
    }

    FaultCounters counters() {
        return counters;
    }
}
