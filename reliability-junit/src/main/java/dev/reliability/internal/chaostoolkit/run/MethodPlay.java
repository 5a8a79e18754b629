package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.experiment.Verdict;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.model.Activity;
import dev.reliability.internal.chaostoolkit.run.ActivityPlayer.Played;
import dev.reliability.internal.chaostoolkit.run.ActivityPlayer.UnplayableException;
import dev.reliability.spi.ControlCall.Level;
import dev.reliability.spi.InterruptExperimentException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The method of an experiment, played once. */
final class MethodPlay {
    private static final Set<String> ENDING = Set.of("aborted", "failed", "interrupted");

    private final RunContext run;
    private final ActivityPlayer player;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger succeeded = new AtomicInteger();
    private final AtomicInteger leftOut = new AtomicInteger();
    private volatile boolean begun;
    private volatile boolean actionFailed;
    private volatile boolean endedEarly;

    MethodPlay(RunContext run) {
        this.run = run;
        this.player = new ActivityPlayer(run);
    }

    /** Plays it to its end, or until it is cancelled. */
    void play() {
        try {
            if (!run.isInterrupted() && !cancellation.isCancelled()) {
                begun = true;
                run.say("Method");
                playAll();
            }
        } catch (InterruptExperimentException e) {
            run.journal.status("interrupted");
        } catch (UnplayableException e) {
            run.journal.status("aborted");
            if (run.strict()) {
                fail("an activity of the method could not be played: " + e.getMessage(), e);
            }
        } finally {
            over.countDown();
        }
    }

    private void playAll() {
        Background background = new Background();
        try {
            run.controls.before(Level.METHOD, run.file.source(), List.of());
            for (Activity activity : run.file.method()) {
                if (activity.background()) {
                    background.start(activity, placed -> play(activity, placed));
                } else {
                    play(activity, () -> {});
                }
                if (isToEnd()) {
                    break;
                }
            }
        } finally {
            try {
                background.started().forEach(MethodPlay::await);
            } finally {
                if (run.controls.any(Level.METHOD, List.of())) {
                    run.controls.after(Level.METHOD, run.file.source(), List.of(), run.journal.runEntries());
                }
            }
        }
    }

    private static void await(CompletableFuture<Void> activity) {
        try {
            activity.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof InterruptExperimentException interrupt) {
                throw interrupt;
            }
            // the tool never asks what became of it; strict runs have noted it
        }
    }

    private boolean isToEnd() {
        return cancellation.isCancelled()
                || actionFailed
                || run.isInterrupted()
                || !run.strict() && ENDING.contains(String.valueOf(run.journal.status()));
    }

    private void play(Activity activity, Runnable placed) {
        Played played;
        try {
            played = player.play(
                    activity,
                    entry -> {
                        run.journal.played(entry);
                        placed.run();
                    },
                    cancellation);
        } catch (InterruptExperimentException e) {
            throw e;
        } catch (RuntimeException e) {
            if (run.strict()) {
                fail("\"" + activity.name() + "\" could not be played: " + UnplayableException.reason(e), e);
                return;
            }
            throw UnplayableException.of(e);
        }
        if (played.crashed(!run.strict(), cancellation)) {
            if (!activity.background()) {
                run.journal.status("aborted");
            }
            return;
        }
        if (run.dry.filter(dry -> dry.leavesOut(activity.isAction())).isPresent()) {
            leftOut.incrementAndGet();
        } else if (ReferredProbe.isJudged(run, activity) && !cancellation.isCancelled()) {
            boolean held = ReferredProbe.holds(run, activity, played, "during the method", cancellation);
            if (!held && run.failFast) {
                endEarly();
            }
        } else if (activity.isAction() && played.result().succeeded()) {
            succeeded.incrementAndGet();
        } else if (run.strict() && !played.result().succeeded() && !cancellation.isCancelled()) {
            notPlayed(activity, played.result().reason());
        }
    }

    private void notPlayed(Activity activity, String reason) {
        if (activity.isAction()) {
            fail("the action \"" + activity.name() + "\" failed: " + reason, null);
        } else {
            run.found(
                    Verdict.INCONCLUSIVE,
                    "the probe \"" + activity.name() + "\" of the method gave no answer: " + reason
                            + ". The test proves nothing",
                    null);
        }
    }

    /** A fault that could not be injected proves nothing: nothing more is done to the system. */
    private void fail(String reason, @org.jspecify.annotations.Nullable Throwable cause) {
        run.found(Verdict.ERROR, reason, cause);
        actionFailed = true;
        cancellation.cancel();
    }

    /** The hypothesis is broken, and that is all that was to be known. */
    void endEarly() {
        endedEarly = true;
        cancellation.cancel();
    }

    /** Ends what runs, and begins nothing more. */
    void cancel() {
        cancellation.cancel();
    }

    boolean awaitOver(Duration patience) {
        try {
            return over.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    boolean hasBegun() {
        return begun;
    }

    boolean hasFailed() {
        return actionFailed;
    }

    boolean hasEndedEarly() {
        return endedEarly;
    }

    int succeededActions() {
        return succeeded.get();
    }

    int leftOut() {
        return leftOut.get();
    }

    long actions() {
        return run.file.method().stream().filter(Activity::isAction).count();
    }
}
