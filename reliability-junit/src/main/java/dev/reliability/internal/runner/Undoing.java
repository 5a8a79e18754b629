package dev.reliability.internal.runner;

import dev.reliability.internal.journal.IntentJournal;
import dev.reliability.internal.plan.PlannedFault;
import dev.reliability.internal.time.Calls;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import dev.reliability.spi.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The undoing of one fault, from the intent on disk to the proof that nothing is left. */
final class Undoing {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final PlannedFault plan;
    private final Fault fault;
    private final Ticker ticker;
    private final Wake wake;
    private final Console console;
    private @Nullable String intent;
    private volatile List<String> residue = List.of();

    Undoing(PlannedFault plan, Ticker ticker, Wake wake, Console console) {
        this.plan = plan;
        this.fault = plan.fault();
        this.ticker = ticker;
        this.wake = wake;
        this.console = console;
    }

    /** Writes down how the fault is undone, once; on return it is on disk. */
    void intend(IntentJournal intents) throws IOException {
        if (intent == null) {
            intent = intents.intend(plan.remembered().intent(fault.undo()));
        }
    }

    /** What is left after the last attempt to revert. */
    List<String> residue() {
        return residue;
    }

    /** Reverts until nothing is left or the target's time to heal is over; returns what is left. */
    List<String> revert(@Nullable IntentJournal intents) {
        long until = ticker.nanos() + fault.expectedTimeToHeal().toNanos();
        List<String> left = attempt();
        long pause = fault.retryInterval().toNanos();
        long longest = Math.max(pause, LONGEST_PAUSE.toNanos());
        while (!left.isEmpty() && fault.mayHeal() && ticker.nanos() - until < 0) {
            // the last attempt comes when the time is over, not long before
            long next = Math.min(ticker.nanos() + pause, until);
            wake.awaitUntil(() -> false, next, Duration.ofNanos(pause));
            pause = Math.min(2 * pause, longest);
            left = attempt();
        }
        residue = left;
        noteUndone(intents);
        return left;
    }

    /** Takes the intent back: the fault was not injected, so there is nothing to undo. */
    void forgo(IntentJournal intents) {
        noteUndone(intents);
    }

    private List<String> attempt() {
        try {
            Duration limit = fault.expectedTimeToHeal().plus(FaultRun.INJECTION);
            return Calls.within(limit, () -> {
                fault.revert();
                return fault.residue();
            });
        } catch (Exception e) {
            return List.of(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private void noteUndone(@Nullable IntentJournal intents) {
        if (!residue.isEmpty() || intent == null || intents == null) {
            return;
        }
        try {
            intents.undone(intent);
        } catch (IOException e) {
            console.say("The journal of intents cannot be written: " + e.getMessage());
        }
    }
}
