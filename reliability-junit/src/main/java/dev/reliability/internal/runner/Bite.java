package dev.reliability.internal.runner;

import dev.reliability.internal.time.Calls;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/** Looks for the proof that one fault bit. Driven by the run's thread; read by any. */
final class Bite {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Fault fault;
    private final Ticker ticker;
    private final Wake wake;
    private final Console console;
    private volatile OptionalLong at = OptionalLong.empty();
    private volatile Evidence evidence = Evidence.none("was not injected", "");
    private long nextLook;

    Bite(Fault fault, Ticker ticker, Wake wake, Console console) {
        this.fault = fault;
        this.ticker = ticker;
        this.wake = wake;
        this.console = console;
    }

    /** Lets the next look come at once. */
    void lookNow() {
        nextLook = ticker.nanos();
    }

    /** Returns when the next look is due. */
    long nextLook() {
        return nextLook;
    }

    /** Looks if it is time to, until everything is hit; nothing can have bitten before the injection. */
    void look(long injectedAt) {
        if (complete() || ticker.nanos() - nextLook < 0) {
            return;
        }
        if (proven()) {
            refresh();
            nextLook = ticker.nanos() + fault.evidenceInterval().toNanos();
            return;
        }
        try {
            evidence = call(fault, LIMIT, fault::evidence);
        } catch (Exception e) {
            evidence = Evidence.none("gave no evidence", String.valueOf(e.getMessage()));
        }
        long now = ticker.nanos();
        nextLook = now + fault.evidenceInterval().toNanos();
        if (evidence.bitten()) {
            long began = now - Math.max(0, evidence.ago().toNanos());
            at = OptionalLong.of(Math.max(began, injectedAt));
            console.say("Proven: " + evidence.what());
            wake.signal();
        }
    }

    /** Looks once more for what is to be said of a bite that is proven. */
    void refresh() {
        if (!proven()) {
            return;
        }
        try {
            Evidence latest = call(fault, LIMIT, fault::evidence);
            boolean wasComplete = complete();
            evidence = latest.bitten() ? latest : evidence;
            if (complete() && !wasComplete) {
                console.say("Everything that was asked for is hit: " + evidence.what());
                wake.signal();
            }
        } catch (Exception e) {
            console.say("No further evidence of " + fault.description() + ": " + e.getMessage());
        }
    }

    boolean proven() {
        return at.isPresent();
    }

    /** Tells whether it bit and hit everything that was asked for. */
    boolean complete() {
        return proven() && evidence.complete();
    }

    OptionalLong at() {
        return at;
    }

    Evidence evidence() {
        return evidence;
    }

    /** Makes a call on this thread if it answers at once, or else with a limit. */
    static <T> T call(Fault fault, Duration limit, Callable<T> call) throws Exception {
        return fault.answersAtOnce() ? call.call() : Calls.within(limit, call);
    }
}
