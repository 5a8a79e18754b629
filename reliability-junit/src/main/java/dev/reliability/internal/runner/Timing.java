package dev.reliability.internal.runner;

import dev.reliability.internal.plan.PlannedFault;
import dev.reliability.internal.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** When a fault is due, for how long it may or must last, and for how long its bite is looked for. */
final class Timing {

    private final PlannedFault plan;
    private final Ticker ticker;
    private volatile OptionalLong injectedAt = OptionalLong.empty();
    private volatile long inForceSince;

    Timing(PlannedFault plan, Ticker ticker) {
        this.plan = plan;
        this.ticker = ticker;
    }

    /** The injection begins. */
    void injecting() {
        inForceSince = ticker.nanos();
        injectedAt = OptionalLong.of(inForceSince);
    }

    /** The injection is done. */
    void injected() {
        inForceSince = ticker.nanos();
    }

    /** Returns when the injection began. */
    OptionalLong injectedAt() {
        return injectedAt;
    }

    long inForceSince() {
        return inForceSince;
    }

    long dueAt(long armedAt) {
        return armedAt + plan.delay().toNanos();
    }

    boolean due(long armedAt) {
        return injectedAt.isEmpty() && ticker.nanos() - dueAt(armedAt) >= 0;
    }

    /** Tells whether it has lasted as long as it may. */
    boolean expired() {
        return lastedFor(plan.duration(), false);
    }

    /** Returns when it has lasted as long as it may; empty if nobody said, or as long as it is not injected. */
    OptionalLong endsAt() {
        return plan.duration().isPresent() && injectedAt.isPresent()
                ? OptionalLong.of(inForceSince + plan.duration().get().toNanos())
                : OptionalLong.empty();
    }

    /** Tells whether it has lasted as long as it must. */
    boolean lastedEnough() {
        return lastedFor(plan.atLeast(), true);
    }

    /** Tells whether its bite is looked for no longer. */
    boolean proofIsOver() {
        return lastedFor(Optional.of(proofLimit()), false);
    }

    private boolean lastedFor(Optional<Duration> length, boolean otherwise) {
        return length.map(duration -> injectedAt.isPresent() && ticker.nanos() - inForceSince >= duration.toNanos())
                .orElse(otherwise);
    }

    /** Returns for how long its bite is looked for. */
    Duration proofLimit() {
        return plan.duration().orElseGet(plan.fault()::timeToProve);
    }

    /** Returns when the bite is no longer looked for, or the fault expires. */
    long proofEndsAt() {
        return inForceSince + proofLimit().toNanos();
    }
}
