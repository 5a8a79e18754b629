package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.runner.Participant;
import dev.reliability.spi.ControlCall.Level;
import dev.reliability.spi.InterruptExperimentException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What takes part in the run of an experiment file: the controls around the whole, and what a strict run adds. */
final class FileParticipant implements Participant {

    private static final Set<String> ENDED = Set.of("aborted", "interrupted");

    private final RunContext run;
    private final MethodPlay method;
    private final RollbackStrategy strategy;
    private final Optional<HypothesisCheck> hypothesis;
    private final boolean judgesMethod;
    private final FileChapters chapters;

    /**
     * @param judgesMethod whether the hypothesis is checked during or after the method
     */
    FileParticipant(
            RunContext run,
            MethodPlay method,
            RollbackStrategy strategy,
            Optional<HypothesisCheck> hypothesis,
            boolean judgesMethod,
            FileChapters chapters) {
        this.run = run;
        this.method = method;
        this.strategy = strategy;
        this.hypothesis = hypothesis;
        this.judgesMethod = judgesMethod;
        this.chapters = chapters;
    }

    @Override
    public List<Reason> reasons() {
        return run.reasons();
    }

    @Override
    public List<String> awaited() {
        return run.playing();
    }

    @Override
    public void entered(When part) {
        hypothesis.ifPresent(check -> check.phase(part));
        if (part == When.BEFORE) {
            try {
                run.controls.configure();
                run.controls.before(Level.EXPERIMENT, run.file.source(), List.of());
            } catch (InterruptExperimentException e) {
                run.journal.status("interrupted");
            }
        }
    }

    @Override
    public boolean over() {
        return !run.strict() || method.succeededActions() == 0 || method.hasFailed() || method.hasEndedEarly();
    }

    @Override
    public boolean checksAfter() {
        return run.strict()
                ? !method.hasFailed() && !run.isInterrupted()
                : !ENDED.contains(String.valueOf(run.journal.status()));
    }

    @Override
    public void ended(boolean stopped) {
        run.undoAttacks();
        if (stopped) {
            run.journal.status("interrupted");
        }
        if (run.strict()) {
            if (run.journal.stayedBroken()) {
                run.journal.deviated();
            }
            proofs(stopped);
        } else if (!method.hasBegun()) {
            rollBackWhatNeverBegan();
        }
        if (run.journal.status() == null) {
            run.journal.status("completed");
        }
        try {
            if (run.controls.any(Level.EXPERIMENT, List.of())) {
                Map<String, Object> state = chapters.of(null);
                state.put("status", run.journal.status());
                run.controls.after(Level.EXPERIMENT, run.file.source(), List.of(), state);
            }
        } catch (InterruptExperimentException e) {
            run.say("A control wanted to end what is over: " + e.getMessage());
        }
        run.controls.cleanUp();
    }

    private void proofs(boolean stopped) {
        boolean played = method.hasBegun() && !method.hasFailed() && !stopped && !run.isInterrupted();
        if (run.dry.isPresent() && (method.actions() == 0 || method.succeededActions() > 0)) {
            run.found(Verdict.INCONCLUSIVE, "this was a dry run. The test proves nothing", null);
        } else if (played && method.actions() == 0 && run.file.rollbacks().isEmpty()) {
            run.found(
                    Verdict.INCONCLUSIVE, "the method has no action: nothing was done. The test proves nothing", null);
        } else if (played && !judgesMethod) {
            run.found(
                    Verdict.INCONCLUSIVE,
                    (run.file.hypothesis().isEmpty()
                                    ? "the experiment has no steady-state-hypothesis"
                                    : "the steady-state-hypothesis is checked neither during nor after the method")
                            + ". The test proves nothing",
                    null);
        }
    }

    /** The tool plays rollbacks for a method that never began, and so does its mode here. */
    private void rollBackWhatNeverBegan() {
        String status = String.valueOf(run.journal.status());
        boolean plays =
                switch (strategy) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case DEVIATED -> run.journal.hasDeviated();
                    case DEFAULT -> !Set.of("failed", "interrupted", "aborted").contains(status);
                };
        if (plays) {
            List<String> unused = new RollbackPlay(run).play();
        }
    }
}
