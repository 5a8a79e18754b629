package dev.reliability.internal.runner;

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
    private final Bite bite;
    private final Undoing undoing;
    private final Timing timing;
    private final EarlyEnd earlyEnd = new EarlyEnd();
    private volatile OptionalLong windowEnd = OptionalLong.empty();
    private volatile OptionalLong revertBeganAt = OptionalLong.empty();
    private volatile OptionalLong revertedAt = OptionalLong.empty();
    private volatile @Nullable Exception injectionFailure;
    private volatile boolean givenUp;
    private boolean prepared;
    private volatile @Nullable String lost;
    private volatile @Nullable String alreadySo;

    FaultRun(PlannedFault plan, Ticker ticker, Wake wake, Console console) {
        this.plan = plan;
        this.ticker = ticker;
        this.wake = wake;
        this.console = console;
        this.bite = new Bite(plan.fault(), ticker, wake, console);
        this.undoing = new Undoing(plan, ticker, wake, console);
        this.timing = new Timing(plan, ticker);
    }

    PlannedFault plan() {
        return plan;
    }

    Timing timing() {
        return timing;
    }

    /** Returns whether and how the test body has it ended before its time. */
    EarlyEnd earlyEnd() {
        return earlyEnd;
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

    /** Injects, unless what the fault does is so already; the intent is on disk by then. */
    void inject(IntentJournal intents) {
        Fault fault = plan.fault();
        try {
            undoing.intend(intents);
            alreadySo = Bite.call(fault, INJECTION, fault::alreadySo).orElse(null);
            if (alreadySo != null) {
                console.say("Not injecting " + fault.description() + ": " + alreadySo);
                return;
            }
            console.say("Injecting " + fault.description());
            fault.effects().forEach(console::say);
            timing.injecting();
            Bite.call(fault, INJECTION, () -> {
                fault.inject();
                return null;
            });
            bite.lookNow();
            timing.injected();
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
            bite.look(timing.injectedAt().orElseThrow());
        }
    }

    /** Notices a fault that ended without us. */
    void checkLost() {
        if (inForce() && lost == null) {
            plan.fault().lost().ifPresent(why -> {
                lost = description() + " ended by itself "
                        + Durations.measured(Duration.ofNanos(ticker.nanos() - timing.inForceSince()))
                        + " after it began: "
                        + why;
                console.say(lost);
            });
        }
    }

    /** Returns what was so before the fault, which was not injected then. */
    Optional<String> alreadySo() {
        return Optional.ofNullable(alreadySo);
    }

    /** Returns how a fault ended that nobody reverted. */
    Optional<String> lost() {
        return Optional.ofNullable(lost);
    }

    /** Ends the time in which samples say something about this fault; the revert follows. */
    void closeWindow() {
        if (inForce() && windowEnd.isEmpty()) {
            windowEnd = OptionalLong.of(ticker.nanos());
        }
    }

    /** Returns the time in which samples say something about this fault; empty before it is injected. */
    Optional<Window> window() {
        return timing.injectedAt().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Window(timing.injectedAt().getAsLong(), bite.at(), windowEnd.orElseGet(ticker::nanos)));
    }

    /** Ends the fault and looks for what is left, until nothing is or the target's time to heal is over. */
    void revert(@Nullable IntentJournal intents) {
        if (timing.injectedAt().isEmpty()) {
            release(intents);
            return;
        }
        if (revertedAt.isPresent()) {
            return;
        }
        closeWindow();
        bite.refresh();
        checkLost();
        console.say("Reverting impact: " + description());
        revertBeganAt = OptionalLong.of(ticker.nanos());
        List<String> left = undoing.revert(intents);
        revertedAt = OptionalLong.of(ticker.nanos());
        console.say(
                left.isEmpty()
                        ? "Reverted " + description() + "; " + whatStays()
                        : "NOT reverted: " + String.join(", ", left) + ". Undo it with: " + plan.remedy());
        wake.signal();
    }

    private String whatStays() {
        return stays().isEmpty() ? "nothing left behind" : "left on purpose: " + String.join("; ", stays());
    }

    /** Returns what stays although the fault was reverted, because somebody asked for it. */
    List<String> stays() {
        return reverted() ? plan.fault().stays() : List.of();
    }

    /** Gives up what was made ready for a fault that was not injected. */
    private void release(@Nullable IntentJournal intents) {
        givenUp = true;
        if (prepared) {
            prepared = false;
            List<String> left = undoing.revert(intents);
            if (!left.isEmpty()) {
                console.say("Left: " + String.join(", ", left) + ". Undo it with: " + plan.remedy());
            }
        } else if (alreadySo != null && intents != null) {
            undoing.forgo(intents);
        }
        wake.signal();
    }

    /** Tells whether it is not injected and will not be. */
    boolean givenUp() {
        return givenUp;
    }

    boolean dueBy(long armedAt) {
        return injectionFailure == null && alreadySo == null && !earlyEnd.wanted() && timing.due(armedAt);
    }

    /** Tells whether it is in force, or will be unless something else keeps it from that. */
    boolean isToCome() {
        return inForce() || timing.injectedAt().isEmpty() && !earlyEnd.wanted();
    }

    boolean inForce() {
        return timing.injectedAt().isPresent() && revertedAt.isEmpty();
    }

    /** Tells whether the test body may begin as far as this fault goes. */
    boolean letsBodyStart() {
        return bitten()
                || timing.injectedAt().isPresent() && plan.fault().awaitsTraffic()
                || !plan.delay().isZero();
    }

    boolean expired() {
        return inForce() && timing.expired();
    }

    boolean unproven() {
        return inForce() && !bitten() && timing.proofIsOver();
    }

    /** Returns the next moment at which this fault needs the run's attention. */
    long attentionAt(long armedAt) {
        if (timing.injectedAt().isEmpty()) {
            return timing.dueAt(armedAt);
        }
        long look = complete() ? Long.MAX_VALUE : bite.nextLook();
        return plan.duration().isPresent() || !bitten() ? Math.min(timing.proofEndsAt(), look) : look;
    }

    Optional<Exception> injectionFailure() {
        return Optional.ofNullable(injectionFailure);
    }

    OptionalLong injectedAt() {
        return timing.injectedAt();
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

    String name() {
        return plan.name();
    }

    String description() {
        return plan.fault().description();
    }

    boolean bitten() {
        return bite.proven();
    }

    /** Tells whether it bit and hit everything that was asked for. */
    boolean complete() {
        return bite.complete();
    }

    /** Tells whether entries of the selection that were not hit so far are waited for no longer. */
    boolean completeOrLate() {
        return complete() || inForce() && timing.proofIsOver();
    }

    boolean reverted() {
        return revertedAt.isPresent();
    }
}
