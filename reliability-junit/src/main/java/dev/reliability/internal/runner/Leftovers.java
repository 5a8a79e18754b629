package dev.reliability.internal.runner;

import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.internal.journal.DeadRuns;
import dev.reliability.internal.journal.DeadRuns.Swept;
import dev.reliability.internal.plan.Launcher;
import dev.reliability.internal.plan.Names;
import dev.reliability.internal.plan.ResolvedExperiment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What dead runs left that stood against the plan of a run. Whoever reads that the run was refused all the same reads here what was
 * done before.
 */
final class Leftovers {

    private final long undoneBefore = DeadRuns.undoneByThisJvm();
    private final List<Swept> undone = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    /**
     * What a dead run left down or frozen could never be attacked again, were it not undone before the plan.
     *
     * @return whether anything was undone since the plan was begun, also for another run that began beside this one
     */
    boolean undoneFor(ResolvedExperiment plan) {
        try {
            for (Swept swept : new Sweep(plan.settings().state(), plan.names()).run()) {
                said.add(words(swept, plan.names()));
                if (swept.left().isEmpty()) {
                    undone.add(swept);
                }
            }
        } catch (IOException e) {
            // a state directory that cannot be read is told of with what stands against the experiment already
            return false;
        }
        return DeadRuns.undoneByThisJvm() > undoneBefore;
    }

    List<Swept> undone() {
        return undone;
    }

    /** Returns why a run is refused, with what was found before. */
    InvalidPlanException in(InvalidPlanException refused) {
        if (said.isEmpty()) {
            return refused;
        }
        InvalidPlanException all = new InvalidPlanException(
                Stream.concat(refused.problems().stream(), said.stream()).toList());
        all.setStackTrace(refused.getStackTrace());
        Stream.of(refused.getSuppressed()).forEach(all::addSuppressed);
        return all;
    }

    /** Returns the same behind the end of a sentence; empty if nothing was found. */
    String afterSentence() {
        return String.join("", said.stream().map(one -> " " + one + ".").toList());
    }

    /** Says what became of something that a dead run left. */
    static String words(Swept swept, Names names) {
        return "A dead run left " + swept.record().fault()
                + (swept.left().isEmpty()
                        ? ": undone"
                        : ": NOT undone, " + String.join(", ", swept.left()) + forgetting(swept, names));
    }

    static String forgetting(Swept swept, Names names) {
        return "; once it is undone by hand, forget it with: "
                + Launcher.command(names, "sweep", "--forget", swept.id());
    }
}
