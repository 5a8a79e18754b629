package dev.reliability.internal.runner;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.internal.journal.DeadRuns;
import dev.reliability.internal.journal.IntentJournal;
import dev.reliability.internal.journal.TargetLocks;
import dev.reliability.internal.plan.BackEnds;
import dev.reliability.internal.plan.Planner;
import dev.reliability.internal.plan.ResolvedExperiment;
import dev.reliability.internal.time.Threads;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Begins runs: plans, takes the targets, sweeps what dead runs left, and starts the run's thread. */
public final class ExperimentRunner {

    private ExperimentRunner() {}

    /**
     * Begins a run. Returns once it is planned and its targets are its own.
     *
     * @throws InvalidPlanException if the experiment cannot be run as it is written; nothing was touched
     */
    public static Run start(Experiment experiment) {
        return start(experiment, FrontDoor.USUAL);
    }

    /**
     * Begins a run with what its front door adds to it.
     *
     * @throws InvalidPlanException if the experiment cannot be run as it is written; nothing was touched
     */
    public static Run start(Experiment experiment, FrontDoor door) {
        if (Exclusive.insideBody(Thread.currentThread())) {
            throw new InvalidPlanException(List.of("\"" + experiment.title()
                    + "\" would begin inside the body of another experiment: one test has one experiment"));
        }
        ResolvedExperiment first = Planner.plan(experiment);
        Exclusive exclusive = Exclusive.take(resources(first), first.settings().parallelTargets());
        Claim claim = new Claim(exclusive);
        try {
            ResolvedExperiment plan = exclusive.waited() ? Planner.plan(experiment) : first;
            claim.take(plan);
            return launch(plan, door, claim);
        } catch (RuntimeException | Error e) {
            claim.close();
            throw e;
        }
    }

    private static Set<String> resources(ResolvedExperiment plan) {
        return plan.faults().stream().map(fault -> fault.target().resource()).collect(Collectors.toSet());
    }

    private static Run launch(ResolvedExperiment plan, FrontDoor door, Claim claim) {
        Wake wake = new Wake(Ticker.SYSTEM);
        BodyState body = new BodyState();
        CompletableFuture<Boolean> bodyMayStart = new CompletableFuture<>();
        CompletableFuture<ExperimentResult> result = new CompletableFuture<>();
        Execution execution = new Execution(plan, door, Ticker.SYSTEM, wake, body, () -> bodyMayStart.complete(true));
        Run run = new Run(execution, body, wake, bodyMayStart, result);
        LiveRuns.add(run);
        Instant started = Instant.now();
        Threads.backEnds().execute(() -> {
            try {
                result.complete(conduct(execution, claim, bodyMayStart, wake, started));
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            } finally {
                LiveRuns.remove(run);
                bodyMayStart.complete(false);
            }
        });
        return run;
    }

    private static ExperimentResult conduct(
            Execution execution, Claim claim, CompletableFuture<Boolean> bodyMayStart, Wake wake, Instant started) {
        Throwable failure = null;
        JournalWriter journal = new JournalWriter(execution, started);
        if (execution.plan.attacks()) {
            execution.console.onEvent(journal::writeSoon);
        }
        execution.door.journalIs(journal::writeSoon);
        try {
            claim.sweep(execution);
            execution.run(claim.intents());
        } catch (RuntimeException | Error | IOException e) {
            failure = e;
        }
        if (bodyMayStart.isDone()) {
            awaitBody(execution, wake);
        }
        execution.close();
        try {
            execution.door.ended(execution.stopped != null);
        } catch (RuntimeException | Error e) {
            failure = failure == null ? e : failure;
        }
        claim.close();
        return Results.of(execution, failure, journal);
    }

    /** The faults are undone by now; a body that outlives the deadline is interrupted and no longer waited for. */
    private static void awaitBody(Execution execution, Wake wake) {
        long deadline = execution.begin + execution.plan.settings().deadline().toNanos();
        boolean over =
                wake.awaitUntil(() -> execution.body.isEnded() || execution.stopped != null, deadline, Execution.IDLE);
        if (!over) {
            execution.stop("reliability.deadline, which the test body outlived");
        }
        if (execution.stopped != null) {
            execution.body.interrupt();
        }
        wake.awaitUntil(
                execution.body::isEnded, execution.ticker.nanos() + Execution.PATIENCE.toNanos(), Execution.IDLE);
    }

    /** What a run holds from its begin to its end: its turn, its targets, its journal of intents. */
    private static final class Claim implements AutoCloseable {

        private final Exclusive exclusive;
        private @Nullable TargetLocks locks;
        private @Nullable IntentJournal intents;

        Claim(Exclusive exclusive) {
            this.exclusive = exclusive;
        }

        void take(ResolvedExperiment plan) {
            if (!plan.attacks()) {
                return;
            }
            Path state = plan.settings().state();
            try {
                locks = TargetLocks.take(state, resources(plan), plan.title());
                intents = IntentJournal.begin(state, plan.title());
            } catch (TargetLocks.HeldException e) {
                throw new InvalidPlanException(List.of(String.valueOf(e.getMessage())));
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
            DeadRuns dead = new DeadRuns(execution.plan.settings().state(), record -> BackEnds.loaded()
                    .target(record.address().scheme())
                    .undo(record));
            List<String> left = new ArrayList<>();
            for (DeadRuns.Swept swept : dead.sweep()) {
                boolean clean = swept.left().isEmpty();
                execution.console.say("A dead run left " + swept.record().fault()
                        + (clean ? ": undone" : ": NOT undone, " + String.join(", ", swept.left())));
                if (!clean && own.contains(swept.record().address().toString())) {
                    left.add(swept.record().fault() + " (" + String.join(", ", swept.left()) + ")");
                }
            }
            if (!left.isEmpty()) {
                throw new IllegalStateException("a dead run left what could not be undone: " + String.join("; ", left));
            }
        }

        @Override
        public void close() {
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
}
