package dev.reliability.internal.link;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts a connection once per fault that hits it, as new or established, and knows whose counters take the rest. */
final class BiteRecorder {

    private final LinkCore link;
    private final @Nullable WitnessMark witness;
    private final @Nullable ActiveFault acceptedUnder;
    private @Nullable ActiveFault bittenBy;

    BiteRecorder(LinkCore link, @Nullable WitnessMark witness) {
        this.link = link;
        this.witness = witness;
        acceptedUnder = link.active();
    }

    /** The connection is hit by the fault the link has now. {@return what to count the details with} */
    FaultCounters record() {
        ActiveFault active = Objects.requireNonNull(link.active());
        FaultCounters counters = counters(active);
        if (bittenBy != active) {
            bittenBy = active;
            counters.connection(acceptedUnder == active);
        }
        return counters;
    }

    FaultCounters counters(ActiveFault fault) {
        return witness != null ? witness.counters() : fault.counters();
    }
}
