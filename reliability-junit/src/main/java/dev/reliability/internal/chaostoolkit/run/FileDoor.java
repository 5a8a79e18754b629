package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.runner.FrontDoor;
import dev.reliability.spi.ControlCall.Level;
import dev.reliability.spi.InterruptExperimentException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Experiment files as a front door: the tool's journal, its controls around the whole, and what a strict run adds. */
final class FileDoor implements FrontDoor {
    private static final Set<String> ENDED = Set.of("aborted", "interrupted");

    private final RunContext run;
    private final MethodPlay method;
    private final RollbackStrategy strategy;
    private final Optional<HypothesisCheck> hypothesis;
    private final boolean judgesMethod;
    private final Optional<Path> journal;

    /**
     * @param judgesMethod whether the hypothesis is checked during or after the method
     */
    FileDoor(
            RunContext run,
            MethodPlay method,
            RollbackStrategy strategy,
            Optional<HypothesisCheck> hypothesis,
            boolean judgesMethod,
            Optional<Path> journal) {
        this.run = run;
        this.method = method;
        this.strategy = strategy;
        this.hypothesis = hypothesis;
        this.judgesMethod = judgesMethod;
        this.journal = journal;
    }

    @Override
    public Optional<Path> journal() {
        return journal;
    }

    @Override
    public Map<String, Object> chapters(@Nullable ExperimentResult result) {
        Map<String, Object> chapters = run.journal.chapters();
        if (!run.strict()) {
            chapters.put("status", run.journal.status());
        }
        chapters.put("deviated", run.journal.hasDeviated());
        return chapters;
    }

    @Override
    public List<Reason> reasons() {
        return run.reasons();
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
            proofs(stopped);
        } else if (!method.hasBegun()) {
            rollBackWhatNeverBegan();
        }
        if (run.journal.status() == null) {
            run.journal.status("completed");
        }
        try {
            if (run.controls.any(Level.EXPERIMENT, List.of())) {
                Map<String, Object> state = chapters(null);
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
        if (run.dry.filter(dry -> dry != Dry.PAUSE).isPresent()
                && (method.actions() == 0 || method.succeededActions() > 0)) {
            run.found(Verdict.INCONCLUSIVE, "this was a dry run. The test proves nothing", null);
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

    @Override
    public void journalIs(Runnable writer) {
        run.writer(writer);
    }

    @Override
    public void line(String title, Duration after, String text) {
        long millis = after.toMillis();
        run.say("[reliability] +" + millis / 1000 + "."
                + String.valueOf(1000 + millis % 1000).substring(1) + "s " + text);
    }
}
