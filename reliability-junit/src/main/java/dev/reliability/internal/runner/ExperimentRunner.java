package dev.reliability.internal.runner;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.VerdictException;
import dev.reliability.internal.journal.DeadRuns;
import dev.reliability.internal.plan.GroupGuard;
import dev.reliability.internal.plan.Planner;
import dev.reliability.internal.plan.ResolvedExperiment;
import dev.reliability.internal.time.Threads;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Begins runs: plans, takes the targets, sweeps what dead runs left, and starts the run's thread. */
public final class ExperimentRunner {

    private ExperimentRunner() {}

    /**
     * Begins a run with what its front door adds to it. Returns once it is planned and its targets are its own.
     *
     * @throws InvalidPlanException if the experiment cannot be run as it is written; nothing was touched
     */
    public static Run start(Experiment experiment, FrontDoor door) {
        return start(experiment, List.of(), door);
    }

    /**
     * Begins a run of an experiment that its front door has looked at, with what the front door adds to it.
     *
     * @param problems what the front door found
     * @throws InvalidPlanException if the experiment cannot be run as it is written; nothing was touched
     */
    public static Run start(Experiment experiment, List<String> problems, FrontDoor door) {
        return start(experiment, problems, door, Optional.empty());
    }

    /**
     * Carries out a run, with a body that the run begins itself on another thread and that may begin experiments of its own. An
     * interrupt of the caller ends the run.
     *
     * @throws InvalidPlanException if the experiment cannot be run as it is written; nothing was touched
     */
    public static ExperimentResult carryOut(Experiment experiment, FrontDoor door, Runnable body) {
        return start(experiment, List.of(), door, Optional.of(body)).awaitResultOrInterrupt();
    }

    private static Run start(Experiment experiment, List<String> problems, FrontDoor door, Optional<Runnable> ownBody) {
        if (Exclusive.insideBody(Thread.currentThread())) {
            throw new InvalidPlanException(List.of("\"" + experiment.title()
                    + "\" would begin inside the body of another experiment: one test has one experiment"));
        }
        Leftovers leftovers = new Leftovers();
        try {
            return startPlanned(experiment, problems, door, ownBody, leftovers);
        } catch (InvalidPlanException e) {
            throw leftovers.in(e);
        } catch (VerdictException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new VerdictException(
                    Verdict.ERROR,
                    "ERROR: the experiment could not begin: " + e + ". No fault was injected."
                            + leftovers.afterSentence(),
                    e);
        }
    }

    private static Run startPlanned(
            Experiment experiment,
            List<String> problems,
            FrontDoor door,
            Optional<Runnable> ownBody,
            Leftovers leftovers) {
        ResolvedExperiment plan = Planner.plan(experiment, problems, leftovers::undoneFor);
        Claim claim = claimFor(plan, door.display(), leftovers.undone());
        try {
            return launch(claim.take(() -> Planner.plan(experiment)), door, claim, ownBody);
        } catch (RuntimeException | Error e) {
            claim.close();
            throw e;
        }
    }

    private static Claim claimFor(ResolvedExperiment plan, Display display, List<DeadRuns.Swept> swept) {
        try {
            Supplier<Progress> waiting = () ->
                    new Progress(plan.title(), display, Ticker.SYSTEM, () -> "another experiment of this JVM to end");
            return new Claim(
                    plan, Exclusive.take(resources(plan), plan.settings().parallelTargets(), waiting), swept);
        } catch (RuntimeException | Error e) {
            plan.close();
            throw e;
        }
    }

    static Set<String> resources(ResolvedExperiment plan) {
        return Stream.concat(
                        plan.faults().stream().flatMap(fault -> fault.resources().stream()),
                        plan.groups().stream().map(GroupGuard::resource))
                .collect(Collectors.toSet());
    }

    private static Run launch(ResolvedExperiment plan, FrontDoor door, Claim claim, Optional<Runnable> ownBody) {
        Wake wake = new Wake(Ticker.SYSTEM);
        BodyState body = new BodyState();
        CompletableFuture<Boolean> bodyMayStart = new CompletableFuture<>();
        Execution execution = new Execution(plan, door, Ticker.SYSTEM, wake, body, () -> bodyMayStart.complete(true));
        Conduct conduct = new Conduct(execution, claim, wake);
        boolean watched = plan.attacks() || !plan.stops().isEmpty() || ownBody.isPresent();
        Course course = watched ? new OwnThread(conduct, bodyMayStart) : new CallersThread(conduct);
        Run run = new Run(execution, body, wake, course);
        ownBody.ifPresent(play -> {
            Future<?> unused = bodyMayStart.thenAcceptAsync(start -> playIf(start, run, play), Threads.backEnds());
        });
        LiveRuns.add(run);
        course.begin(() -> LiveRuns.remove(run));
        return run;
    }

    private static void playIf(boolean mayStart, Run run, Runnable body) {
        if (mayStart) {
            run.play(unused -> body.run());
        }
    }
}
