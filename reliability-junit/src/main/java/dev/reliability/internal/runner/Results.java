package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.ExperimentResult.Finding;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.time.Durations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the result of a run together and writes it down. */
final class Results {

    private Results() {}

    static ExperimentResult of(Execution run, @Nullable Throwable failure, JournalWriter journal) {
        History history = History.of(run);
        ExperimentResult judged = assemble(
                run, history, Judge.judge(history, run.door.participant().reasons(), failure));
        history.overlaps().stream()
                .filter(overlap -> !overlap.lasted().isZero())
                .forEach(overlap -> run.console.say(overlap.first() + " and " + overlap.second()
                        + " were in force together for " + lasted(overlap.lasted())));
        Summary.of(judged).forEach(run.console::say);
        ExperimentResult result = written(run, history, judged, journal);
        sayVerdict(run, history, result);
        return result;
    }

    private static String lasted(Duration time) {
        return time.toMillis() < 100 ? Math.max(1, time.toMillis()) + " ms" : Durations.measured(time);
    }

    /** Writes the journal; a run without one is an error, whatever else it was. */
    private static ExperimentResult written(
            Execution run, History history, ExperimentResult judged, JournalWriter journal) {
        try {
            return with(journal.writeResult(judged), judged);
        } catch (IOException | RuntimeException e) {
            return assemble(
                    run,
                    history,
                    Judge.withError(history, judged.findings(), "the journal could not be written: " + e, e));
        }
    }

    /** Says it once it cannot change any more. */
    private static void sayVerdict(Execution run, History history, ExperimentResult result) {
        boolean shownElsewhere = !result.passed() && run.console.failuresAreShownElsewhere();
        run.console.say(shownElsewhere ? result.verdict() + ". " + Remains.of(history.faults()) : result.message());
        if (!result.passed() && !shownElsewhere) {
            result.said().forEach(run.console::say);
            run.plan.runbook().ifPresent(url -> run.console.say("Runbook: " + url));
        }
    }

    private static ExperimentResult assemble(Execution run, History history, List<Finding> findings) {
        Optional<Finding> decisive = findings.stream().findFirst();
        Window stretch = history.stretch().orElse(new Window(run.begin, OptionalLong.empty(), run.begin));
        return new ExperimentResult(
                run.plan.title(),
                decisive.map(Finding::verdict).orElse(Verdict.PASSED),
                decisive.map(Finding::message).orElse(passed(run, history)),
                findings,
                Stream.concat(
                                run.states.stream().map(state -> state.result(stretch, run.recovery.from)),
                                run.checks.all().stream().map(CheckWatch::result))
                        .toList(),
                history.faults().stream()
                        .map(fault -> fault.result(run.begin, run.hearing.of(fault.name())))
                        .toList(),
                run.failovers.stream()
                        .flatMap(failover -> failover.result().stream())
                        .toList(),
                run.alarms.stream().map(AlarmWatch::result).toList(),
                decisive.flatMap(Finding::cause),
                Optional.empty());
    }

    private static ExperimentResult with(Path journal, ExperimentResult result) {
        return new ExperimentResult(
                result.title(),
                result.verdict(),
                result.message(),
                result.findings(),
                result.steadyStates(),
                result.faults(),
                result.failovers(),
                result.alarms(),
                result.cause(),
                Optional.of(journal));
    }

    private static String passed(Execution run, History history) {
        return run.plan.attacks()
                ? "PASSED: every hypothesis held and every fault bit. " + Remains.of(history.faults())
                : "PASSED: every hypothesis held. No fault was injected.";
    }
}
