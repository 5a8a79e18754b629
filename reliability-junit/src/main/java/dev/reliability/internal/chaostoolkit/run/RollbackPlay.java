package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.model.Activity;
import dev.reliability.internal.chaostoolkit.run.ActivityPlayer.Played;
import dev.reliability.internal.chaostoolkit.run.ActivityPlayer.UnplayableException;
import dev.reliability.spi.ControlCall.Level;
import dev.reliability.spi.InterruptExperimentException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The rollbacks of an experiment: all of them, in order, whatever becomes of the others. */
final class RollbackPlay {
    private final RunContext run;
    private final ActivityPlayer player;
    private final List<String> failed = new CopyOnWriteArrayList<>();

    RollbackPlay(RunContext run) {
        this.run = run;
        this.player = new ActivityPlayer(run);
    }

    /** Plays them and says which ones failed, a clause each. */
    List<String> play() {
        run.say(run.file.rollbacks().isEmpty() ? "No rollbacks" : "Rollbacks");
        try {
            playAll();
        } catch (InterruptExperimentException e) {
            run.journal.status("interrupted");
            failed.add("a control kept rollbacks from being played: " + e.getMessage());
        }
        return List.copyOf(failed);
    }

    private void playAll() {
        Background background = new Background();
        try {
            around(() -> run.controls.before(Level.ROLLBACK, run.file.source(), List.of()));
            for (Activity activity : run.file.rollbacks()) {
                run.say("Rollback: " + activity.name());
                if (activity.background()) {
                    background.start(activity, placed -> play(activity, placed));
                } else {
                    play(activity, () -> {});
                }
            }
        } finally {
            background.started().forEach(rollback -> rollback.exceptionally(e -> null)
                    .join());
            if (run.controls.any(Level.ROLLBACK, List.of())) {
                around(() -> run.controls.after(
                        Level.ROLLBACK, run.file.source(), List.of(), run.journal.rollbackEntries()));
            }
        }
    }

    /** In a test no control may keep a fault in force. */
    private void around(Runnable controls) {
        try {
            controls.run();
        } catch (InterruptExperimentException e) {
            if (!run.strict()) {
                throw e;
            }
        }
    }

    private void play(Activity activity, Runnable placed) {
        String name = "the rollback \"" + activity.name() + "\"";
        try {
            Played played = player.play(
                    activity,
                    entry -> {
                        run.journal.rolledBack(entry);
                        placed.run();
                    },
                    new Cancellation());
            if (played.result().succeeded()) {
                if (ReferredProbe.isJudged(run, activity)) {
                    boolean unused =
                            ReferredProbe.holds(run, activity, played, "during the rollbacks", new Cancellation());
                }
                return;
            }
            failed.add(name + " failed: " + run.masking.text(played.result().reason()));
            if (played.crashed(!run.strict(), new Cancellation())) {
                crashed(activity);
            }
        } catch (InterruptExperimentException e) {
            if (!run.strict()) {
                throw e;
            }
            failed.add(name + " was kept from being played by a control: " + e.getMessage());
        } catch (RuntimeException e) {
            failed.add(name + " could not be played: " + run.masking.text(UnplayableException.reason(e)));
            crashed(activity);
        }
    }

    /** The tool ends with a traceback here, unless it happens in the background, of which it takes no notice. */
    private void crashed(Activity activity) {
        if (!activity.background()) {
            run.journal.status("aborted");
        }
    }
}
