package dev.reliability.internal.runner;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of a fault that its test body asks for before its time. Asked for on any thread, granted on the run's. */
final class EarlyEnd {

    private volatile boolean wanted;
    private volatile boolean beforeInjection;
    private volatile @Nullable Withdrawal withdrawal;

    /**
     * Asks for it.
     *
     * @param injected whether there is anything to end yet
     */
    synchronized void want(boolean injected) {
        beforeInjection = wanted ? beforeInjection : !injected;
        wanted = true;
    }

    boolean wanted() {
        return wanted;
    }

    /** Tells whether it was asked for when nothing was injected. */
    boolean beforeInjection() {
        return beforeInjection;
    }

    /** The fault is ended, whatever is not decided by now. */
    void grant(Withdrawal how) {
        withdrawal = how;
    }

    /** Returns what was not decided by then; empty when nobody asked, or the fault was at its end anyway. */
    Optional<Withdrawal> withdrawal() {
        return Optional.ofNullable(withdrawal);
    }
}
