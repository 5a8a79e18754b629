package dev.reliability.internal.runner;

import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.internal.journal.DeadRuns;
import dev.reliability.internal.journal.IntentJournal;
import dev.reliability.internal.journal.TargetLocks;
import dev.reliability.internal.plan.ResolvedExperiment;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a run holds from its begin to its end: its turn, its targets, its journal of intents, and what its plan opened. */
final class Claim implements AutoCloseable {

    private final Exclusive exclusive;
    private final List<DeadRuns.Swept> sweptBefore;
    private ResolvedExperiment plan;
    private @Nullable TargetLocks locks;
    private @Nullable IntentJournal intents;

    /** @param sweptBefore what of dead runs had to be undone for the plan */
    Claim(ResolvedExperiment plan, Exclusive exclusive, List<DeadRuns.Swept> sweptBefore) {
        this.plan = plan;
        this.sweptBefore = List.copyOf(sweptBefore);
        this.exclusive = exclusive;
    }

    /**
     * Takes the targets.
     *
     * @param again plans once more, for when another experiment came first
     * @return what is to be run
     */
    ResolvedExperiment take(Supplier<ResolvedExperiment> again) {
        if (exclusive.waited()) {
            plan.close();
            plan = again.get();
        }
        if (plan.attacks()) {
            takeTargets();
        }
        return plan;
    }

    private void takeTargets() {
        Path state = plan.settings().state();
        try {
            locks = TargetLocks.take(state, ExperimentRunner.resources(plan), plan.title());
            intents = IntentJournal.begin(state, plan.title());
        } catch (TargetLocks.HeldException e) {
            throw new InvalidPlanException(List.of(String.valueOf(e.getMessage())));
        } catch (ClosedByInterruptException e) {
            throw new InvalidPlanException(List.of("the thread of the test was interrupted before the experiment began:"
                    + " find what interrupts it before the test, such as @BeforeEach"));
        } catch (IOException e) {
            throw new InvalidPlanException(List.of("the state directory " + state + " cannot be written (" + e
                    + "): set reliability.state to a directory that can"));
        }
    }

    @Nullable
    IntentJournal intents() {
        return intents;
    }

    void sweep(Execution execution) throws IOException {
        if (intents == null) {
            return;
        }
        Set<String> own = execution.plan.faults().stream()
                .map(fault -> fault.target().address().toString())
                .collect(Collectors.toSet());
        Sweep sweep = new Sweep(execution.plan.settings().state(), execution.plan.names());
        List<String> left = new ArrayList<>();
        List<DeadRuns.Swept> all = new ArrayList<>(sweptBefore);
        all.addAll(sweep.run());
        for (DeadRuns.Swept swept : all) {
            execution.console.say(Leftovers.words(swept, execution.plan.names()));
            if (!swept.left().isEmpty() && own.contains(swept.record().address().toString())) {
                left.add(swept.record().fault() + " (" + String.join(", ", swept.left()) + ")"
                        + Leftovers.forgetting(swept, execution.plan.names()));
            }
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException("a dead run left what could not be undone: " + String.join("; ", left));
        }
    }

    @Override
    public void close() {
        plan.close();
        try {
            if (intents != null) {
                intents.close();
            }
            if (locks != null) {
                locks.close();
            }
        } catch (IOException e) {
            System.err.println("[reliability] the state directory could not be left in order: " + e);
        } finally {
            exclusive.release();
        }
    }
}
