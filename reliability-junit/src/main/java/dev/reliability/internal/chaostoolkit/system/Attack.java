package dev.reliability.internal.chaostoolkit.system;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.ExperimentResult.Finding;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.runner.ExperimentRunner;
import dev.reliability.internal.runner.FrontDoor;
import dev.reliability.internal.runner.Run;
import dev.reliability.internal.runner.StatusLine;
import dev.reliability.internal.time.Threads;
import dev.reliability.spi.FunctionFailedException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A run whose body is the rest of the experiment file. It has a thread of its own, since bodies do not nest in one. */
final class Attack {

    private final Set<String> resources;
    private final CompletableFuture<Void> over;
    private final CompletableFuture<ExperimentResult> result;

    private Attack(Set<String> resources, CompletableFuture<Void> over, CompletableFuture<ExperimentResult> result) {
        this.resources = resources;
        this.over = over;
        this.result = result;
    }

    /**
     * Begins an attack.
     *
     * @throws InvalidPlanException if it cannot be done; nothing was touched
     * @throws FunctionFailedException if it did not bite; it is reverted then
     */
    static Attack begin(Experiment experiment, Set<String> resources) {
        CompletableFuture<Boolean> inForce = new CompletableFuture<>();
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<ExperimentResult> result = new CompletableFuture<>();
        Threads.backEnds().execute(() -> {
            try {
                Run run = ExperimentRunner.start(experiment, FrontDoor.showing(Attack::show));
                boolean bitten = run.awaitBodyMayStart();
                inForce.complete(bitten);
                if (bitten) {
                    over.join();
                    run.bodyEnded(null);
                }
                result.complete(run.awaitResult());
            } catch (RuntimeException | Error e) {
                inForce.completeExceptionally(e);
                result.completeExceptionally(e);
            }
        });
        if (!get(inForce)) {
            throw new FunctionFailedException(get(result).message());
        }
        return new Attack(resources, over, result);
    }

    /** Waits without regard to interrupts, and throws what the other thread threw. */
    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** The verdict is that of the file, whose own lines stand around these. */
    private static void show(String title, Duration after, String text) {
        if (!text.startsWith(Verdict.PASSED + ": ")) {
            StatusLine.CONSOLE.line(() -> System.out.println("[reliability] " + text));
        }
    }

    boolean touches(Set<String> others) {
        return !Collections.disjoint(resources, others);
    }

    /** Ends the attack and says what went wrong with it. */
    List<Finding> end() {
        over.complete(null);
        ExperimentResult ended = get(result);
        return ended.findings().stream()
                .filter(finding -> finding.verdict() != Verdict.PASSED)
                .toList();
    }
}
