package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.ExperimentResult.Finding;
import dev.reliability.experiment.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the result of a run together and writes it down. */
final class Results {

    private Results() {}

    static ExperimentResult of(Execution run, @Nullable Throwable failure, JournalWriter journal) {
        List<Finding> findings = Judge.judge(run, failure);
        ExperimentResult judged = assemble(run, findings);
        if (run.plan.attacks() || !judged.passed()) {
            Summary.of(judged).forEach(run.console::say);
            run.console.say(judged.message());
        }
        run.plan.runbook().filter(url -> !judged.passed()).ifPresent(url -> run.console.say("Runbook: " + url));
        try {
            return with(journal.writeResult(judged), judged);
        } catch (IOException | RuntimeException e) {
            run.console.say("The journal could not be written: " + e);
            return judged;
        }
    }

    private static ExperimentResult assemble(Execution run, List<Finding> findings) {
        Optional<Finding> decisive = findings.stream().findFirst();
        long from = run.windowFrom.orElse(run.begin);
        long to = run.windowFrom.isPresent() ? run.windowTo.orElse(run.ticker.nanos()) : run.begin;
        return new ExperimentResult(
                run.plan.title(),
                decisive.map(Finding::verdict).orElse(Verdict.PASSED),
                decisive.map(Finding::message).orElse(passed(run)),
                findings,
                Stream.concat(
                                run.states.stream().map(state -> state.result(from, to, run.recovery.from)),
                                run.checks.all().stream().map(CheckWatch::result))
                        .toList(),
                run.faults.stream().map(FaultRun::result).toList(),
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

    private static String passed(Execution run) {
        return run.plan.attacks()
                ? "PASSED: every hypothesis held and every fault bit. Reverted; nothing left behind."
                : "PASSED: every hypothesis held. No fault was injected.";
    }
}
