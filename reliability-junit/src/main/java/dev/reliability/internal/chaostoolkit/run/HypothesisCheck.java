package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.model.Activity;
import dev.reliability.internal.chaostoolkit.model.Hypothesis;
import dev.reliability.internal.chaostoolkit.provider.ActivityResult;
import dev.reliability.internal.chaostoolkit.run.ActivityPlayer.Played;
import dev.reliability.internal.chaostoolkit.run.ToolJournal.State;
import dev.reliability.internal.chaostoolkit.tolerance.ToleranceResult;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.internal.time.Threads;
import dev.reliability.spi.ControlCall.Level;
import dev.reliability.spi.InterruptExperimentException;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One sample is one check of the whole hypothesis: its probes in order, up to the first that is not as it should be. */
final class HypothesisCheck implements Probe {
    private static final String EXPECTED = "expected ";
    private static final String GOT = ", got ";

    private final RunContext run;
    private final Hypothesis hypothesis;
    private final ActivityPlayer player;
    private final Runnable onDeviation;
    private volatile When phase = When.BEFORE;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Observation afterTheMethod;

    /**
     * @param onDeviation called when it does not hold during the method
     */
    HypothesisCheck(RunContext run, Hypothesis hypothesis, Runnable onDeviation) {
        this.run = run;
        this.hypothesis = hypothesis;
        this.player = new ActivityPlayer(run);
        this.onDeviation = onDeviation;
    }

    void phase(When newPhase) {
        phase = newPhase;
    }

    @Override
    public CompletionStage<Observation> observe(Duration timeout) {
        When now = phase;
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Observation> answer = new CompletableFuture<>();
        CompletableFuture<Observation> unused = answer.whenComplete((seen, thrown) -> {
            if (answer.isCancelled()) {
                // ends processes, which may take a while
                Threads.backEnds().execute(cancellation::cancel);
            }
        });
        Threads.backEnds().execute(() -> {
            try {
                answer.complete(check(now, cancellation));
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private Observation check(When now, Cancellation cancellation) {
        boolean undone = run.isUndone();
        Observation last = afterTheMethod;
        if (undone && last != null && !run.undoingChangedAnything()) {
            return last;
        }
        if (run.isInterrupted() && !undone) {
            return new Observation(false, "the hypothesis to be checked", "the end of the experiment");
        }
        run.say("Hypothesis: " + hypothesis.title());
        Map<String, Object> written = Values.asMap(run.file.source().get("steady-state-hypothesis"));
        Map<String, Object> context = written == null ? Map.of() : written;
        State state = new State();
        Observation seen;
        try {
            try {
                run.controls.before(Level.HYPOTHESIS, context, hypothesis.controls());
                seen = probes(state, cancellation);
            } finally {
                if (run.controls.any(Level.HYPOTHESIS, hypothesis.controls())) {
                    run.controls.after(Level.HYPOTHESIS, context, hypothesis.controls(), state.map(run.masking));
                }
            }
        } catch (InterruptExperimentException e) {
            run.journal.status("interrupted");
            return new Observation(false, "the hypothesis to be checked", "its end by a control: " + e.getMessage());
        } catch (RuntimeException e) {
            return crashed(now, state, e);
        }
        run.say(seen.good() ? "The hypothesis holds" : "The hypothesis does not hold: " + words(seen));
        keep(now, state, seen);
        return seen;
    }

    private Observation probes(State state, Cancellation cancellation) {
        for (Activity probe : hypothesis.probes()) {
            Played played = player.play(probe, state::add, cancellation);
            if (played.crashed(!run.strict(), cancellation)) {
                throw new ToleranceCrashException(played.result().reason());
            }
            if (!played.result().succeeded()) {
                played.entry().toleranceMet(false);
                state.broken();
                return new Observation(
                        false,
                        "an answer from \"" + probe.name() + "\"",
                        run.masking.text(played.result().reason()));
            }
            if (run.dry.filter(Dry::leavesOutTolerances).isPresent()) {
                played.entry().toleranceMet(true);
                continue;
            }
            ToleranceResult result = tolerance(probe, played.result(), cancellation);
            played.entry().toleranceMet(result.met());
            if (result.outcome() == ToleranceResult.Outcome.CRASHED) {
                state.broken();
                throw new ToleranceCrashException("\"" + probe.name() + "\": " + result.reason());
            }
            if (!result.met()) {
                state.broken();
                return observation(probe.name(), run.masking.text(result.reason()));
            }
        }
        return new Observation(true, "the hypothesis to hold", "that");
    }

    private ToleranceResult tolerance(Activity probe, ActivityResult result, Cancellation cancellation) {
        if (run.strict()) {
            RangeHint.of(probe, result.output()).filter(warned::add).ifPresent(run::say);
        }
        return run.executor().tolerances(cancellation).check(probe.ownTolerance(), result.output());
    }

    private void keep(When now, State state, Observation seen) {
        if (run.isUndone()) {
            run.journal.recovered(state);
            run.touched();
            return;
        }
        switch (now) {
            case BEFORE -> {
                run.journal.before(state);
                if (!seen.good()) {
                    run.journal.status(state.answered() ? "completed" : "failed");
                }
            }
            case DURING -> {
                run.journal.during(state);
                if (!seen.good()) {
                    if (run.strict()) {
                        run.journal.deviated();
                    }
                    onDeviation.run();
                }
            }
            case AFTER -> {
                afterTheMethod = seen;
                run.journal.after(state);
                if (!seen.good()) {
                    run.journal.deviated();
                    run.journal.status(state.answered() ? "completed" : "failed");
                }
            }
        }
        run.touched();
    }

    private Observation crashed(When now, State state, RuntimeException crash) {
        String reason = String.valueOf(crash.getMessage());
        run.journal.status("aborted");
        if (run.strict()) {
            keep(now, state, new Observation(false, "", ""));
            run.found(Verdict.ERROR, "the hypothesis could not be judged: " + reason, crash);
        }
        return new Observation(false, "an answer that can be judged", run.masking.text(reason));
    }

    /** A reason such as "expected 200, got 503" in the two halves of an observation. */
    private static Observation observation(String probe, String reason) {
        int got = reason.indexOf(GOT);
        return reason.startsWith(EXPECTED) && got > 0
                ? new Observation(
                        false,
                        reason.substring(EXPECTED.length(), got) + " from \"" + probe + "\"",
                        reason.substring(got + GOT.length()))
                : new Observation(false, "a good answer from \"" + probe + "\"", reason);
    }

    private static String words(Observation seen) {
        return EXPECTED + seen.expected() + GOT + seen.got();
    }

    /** The tool ends with a traceback here. */
    private static final class ToleranceCrashException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ToleranceCrashException(@Nullable String reason) {
            super(reason);
        }
    }
}
