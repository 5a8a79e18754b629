package dev.reliability.internal.runner;

import dev.reliability.experiment.FaultResult;
import dev.reliability.internal.journal.IntentJournal;
import dev.reliability.internal.plan.PlannedFault;
import dev.reliability.internal.time.Calls;
import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One fault from its intent to the proof that nothing is left. Driven by the run's thread; read by any. */
final class FaultRun {

    static final Duration INJECTION = Duration.ofMinutes(2);

    private final PlannedFault plan;
    private final Ticker ticker;
    private final Wake wake;
    private final Console console;
    private final long begin;
    private final Bite bite;
    private final Undoing undoing;

    private volatile OptionalLong injectedAt = OptionalLong.empty();
    private volatile long inForceSince;
    private volatile OptionalLong revertBeganAt = OptionalLong.empty();
    private volatile OptionalLong revertedAt = OptionalLong.empty();
    private volatile boolean revertWanted;
    private volatile @Nullable Exception injectionFailure;
    private boolean prepared;
    private volatile @Nullable String lost;

    FaultRun(PlannedFault plan, Ticker ticker, Wake wake, Console console, long begin) {
        this.plan = plan;
        this.ticker = ticker;
        this.wake = wake;
        this.console = console;
        this.begin = begin;
        this.bite = new Bite(plan.fault(), ticker, wake, console);
        this.undoing = new Undoing(plan.fault(), ticker, wake, console);
    }

    PlannedFault plan() {
        return plan;
    }

    /** Writes the intent down, then gets the target ready; nothing has an effect yet. */
    void prepare(IntentJournal intents) {
        if (!plan.fault().preparesTarget()) {
            return;
        }
        try {
            prepared = true;
            undoing.intend(intents);
            Calls.within(INJECTION, () -> {
                plan.fault().prepare();
                return null;
            });
        } catch (Exception e) {
            failed(e);
        }
    }

    /** Injects; the intent is on disk by then. */
    void inject(IntentJournal intents) {
        Fault fault = plan.fault();
        try {
            undoing.intend(intents);
            console.say("Injecting " + fault.description());
            fault.effects().forEach(console::say);
            inForceSince = ticker.nanos();
            injectedAt = OptionalLong.of(inForceSince);
            Bite.call(fault, INJECTION, () -> {
                fault.inject();
                return null;
            });
            bite.lookNow();
            inForceSince = ticker.nanos();
        } catch (Exception e) {
            failed(e);
        }
    }

    private void failed(Exception e) {
        injectionFailure = e;
        console.say(description() + " could not be injected: " + e);
    }

    /** Lets the next look come at once. */
    void lookNow() {
        bite.lookNow();
    }

    /** Looks for the bite if it is time to. */
    void look() {
        if (inForce()) {
            bite.look(injectedAt.orElseThrow());
        }
    }

    /** Notices a fault that ended without us. */
    void checkLost() {
        if (inForce() && lost == null) {
            plan.fault().lost().ifPresent(why -> {
                lost = description() + " ended by itself "
                        + Durations.measured(Duration.ofNanos(ticker.nanos() - inForceSince)) + " after it began: "
                        + why;
                console.say(lost);
            });
        }
    }

    /** Returns how a fault ended that nobody reverted. */
    Optional<String> lost() {
        return Optional.ofNullable(lost);
    }

    /** Ends the fault and looks for what is left, until nothing is or the target's time to heal is over. */
    void revert(@Nullable IntentJournal intents) {
        if (injectedAt.isEmpty()) {
            release(intents);
            return;
        }
        if (revertedAt.isPresent()) {
            return;
        }
        checkLost();
        bite.refresh();
        console.say("Reverting impact: " + description());
        revertBeganAt = OptionalLong.of(ticker.nanos());
        List<String> left = undoing.revert(intents);
        revertedAt = OptionalLong.of(ticker.nanos());
        console.say(
                left.isEmpty()
                        ? "Reverted " + description() + "; nothing left behind"
                        : "NOT reverted: " + String.join(", ", left) + ". Undo it with: "
                                + plan.fault().remedy());
        wake.signal();
    }

    /** Gives up what was made ready for a fault that was not injected. */
    private void release(@Nullable IntentJournal intents) {
        if (prepared) {
            prepared = false;
            List<String> left = undoing.revert(intents);
            if (!left.isEmpty()) {
                console.say("Left: " + String.join(", ", left) + ". Undo it with: "
                        + plan.fault().remedy());
            }
        }
    }

    boolean dueBy(long armedAt) {
        return injectedAt.isEmpty()
                && injectionFailure == null
                && ticker.nanos() - armedAt - plan.delay().toNanos() >= 0;
    }

    boolean inForce() {
        return injectedAt.isPresent() && revertedAt.isEmpty();
    }

    /** Tells whether the test body may begin as far as this fault goes. */
    boolean letsBodyStart() {
        return bitten()
                || injectedAt.isPresent() && plan.fault().awaitsTraffic()
                || !plan.delay().isZero();
    }

    boolean expired() {
        return inForce()
                && plan.duration()
                        .filter(length -> ticker.nanos() - inForceSince >= length.toNanos())
                        .isPresent();
    }

    boolean unproven() {
        return inForce()
                && !bitten()
                && ticker.nanos() - inForceSince >= proofLimit().toNanos();
    }

    Duration proofLimit() {
        return plan.duration().orElseGet(plan.fault()::timeToProve);
    }

    boolean revertWanted() {
        return inForce() && revertWanted;
    }

    /** Returns the next moment at which this fault needs the run's attention. */
    long attentionAt(long armedAt) {
        if (injectedAt.isEmpty()) {
            return armedAt + plan.delay().toNanos();
        }
        long end = inForceSince + proofLimit().toNanos();
        if (bitten()) {
            return plan.duration().isPresent() ? end : Long.MAX_VALUE;
        }
        return Math.min(end, bite.nextLook());
    }

    Optional<Exception> injectionFailure() {
        return Optional.ofNullable(injectionFailure);
    }

    OptionalLong injectedAt() {
        return injectedAt;
    }

    OptionalLong bittenAt() {
        return bite.at();
    }

    OptionalLong revertBeganAt() {
        return revertBeganAt;
    }

    OptionalLong revertedAt() {
        return revertedAt;
    }

    List<String> residue() {
        return undoing.residue();
    }

    Evidence evidence() {
        return bite.evidence();
    }

    FaultResult result() {
        return new FaultResult(
                plan.name(),
                description(),
                injectedAt.isPresent(),
                bitten(),
                bite.evidence().what(),
                between(OptionalLong.of(begin), injectedAt),
                between(injectedAt, bite.at()),
                between(injectedAt, revertedAt),
                undoing.residue(),
                bite.evidence().measurements());
    }

    private static Optional<Duration> between(OptionalLong from, OptionalLong to) {
        return from.isPresent() && to.isPresent()
                ? Optional.of(Duration.ofNanos(to.getAsLong() - from.getAsLong()))
                : Optional.empty();
    }

    String name() {
        return plan.name();
    }

    String description() {
        return plan.fault().description();
    }

    boolean bitten() {
        return bite.proven();
    }

    boolean reverted() {
        return revertedAt.isPresent();
    }

    /** Asks for the revert, which the run's thread does. */
    void wantRevert() {
        revertWanted = true;
        wake.signal();
    }
}
