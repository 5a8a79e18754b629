package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult.Finding;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import dev.reliability.internal.plan.SteadyState;
import dev.reliability.internal.sample.OutageAnalysis;
import dev.reliability.internal.sample.Sample;
import dev.reliability.internal.time.Durations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** Says what a run proved. Every reason is found; the one with the highest verdict decides. */
final class Judge {

    /** How many completed samples of a steady state it takes to say anything about it. */
    static final int LEAST_SAMPLES = 3;

    private static final int LONGEST_QUOTE = 500;

    private final Execution run;
    private final List<Finding> findings = new ArrayList<>();
    private final String what;

    private Judge(Execution run) {
        this.run = run;
        this.what = run.faults.stream().findFirst().map(FaultRun::description).orElse("the begin of the test body");
    }

    /** Returns every finding, the decisive one first; empty when the run passed. */
    static List<Finding> judge(Execution run, @Nullable Throwable internalFailure) {
        Judge judge = new Judge(run);
        if (internalFailure != null) {
            judge.find(Verdict.ERROR, "the experiment could not be run: " + internalFailure, internalFailure);
        }
        judge.faultErrors();
        judge.stopped();
        judge.proofs();
        judge.body();
        judge.hypotheses();
        judge.checks();
        run.door.reasons().forEach(reason -> judge.find(reason.verdict(), reason.text(), reason.cause()));
        return judge.findings.stream()
                .sorted(Comparator.comparing(Finding::verdict).reversed())
                .toList();
    }

    private void faultErrors() {
        for (FaultRun fault : run.faults) {
            fault.injectionFailure()
                    .ifPresent(e -> find(
                            Verdict.ERROR,
                            fault.description() + " could not be injected: "
                                    + quote(e.getMessage() == null ? e.toString() : e.getMessage()),
                            e));
            fault.lost().ifPresent(how -> find(Verdict.ERROR, quote(how), null));
            if (!fault.residue().isEmpty()) {
                findings.add(new Finding(
                        Verdict.ERROR,
                        "ERROR: " + fault.description() + " could not be reverted: "
                                + String.join(", ", fault.residue()) + ". Undo it with: "
                                + fault.plan().fault().remedy(),
                        Optional.empty(),
                        true));
            }
        }
    }

    private void stopped() {
        run.stops.reason().ifPresent(reason -> {
            long since = run.windowFrom.orElse(run.begin);
            Duration after = Duration.ofNanos(Math.max(0, run.stops.at() - since));
            find(Verdict.ABORTED, "stopped after " + Durations.measured(after) + " by " + reason, null);
        });
    }

    private void proofs() {
        run.baseline.sick.forEach(reason -> find(Verdict.INCONCLUSIVE, reason, null));
        boolean baselineHeld = run.baseline.sick.isEmpty();
        for (FaultRun fault : run.faults) {
            if (baselineHeld && !run.stops.stopped() && fault.injectionFailure().isEmpty() && !fault.bitten()) {
                String why = fault.evidence().why();
                find(
                        Verdict.INCONCLUSIVE,
                        fault.description() + " " + fault.evidence().what() + " in " + lookedFor(fault)
                                + (why.isEmpty() ? "" : ": " + why) + ". The test proves nothing",
                        null);
            }
        }
        if (!run.plan.attacks() || run.windowFrom.isEmpty() || run.stops.stopped()) {
            return;
        }
        for (StateWatch state : run.states) {
            int completed = state.completed(run.windowFrom.getAsLong(), run.windowTo.orElse(Long.MAX_VALUE));
            if (state.in(When.DURING) && completed < LEAST_SAMPLES) {
                find(
                        Verdict.INCONCLUSIVE,
                        "\"" + state.plan().name() + "\" was sampled only " + completed + " times during " + what
                                + " (at least " + LEAST_SAMPLES
                                + " are needed): make the fault last longer or sample more often"
                                + ". The test proves nothing",
                        null);
            }
        }
    }

    private static String lookedFor(FaultRun fault) {
        if (fault.injectedAt().isPresent() && fault.revertBeganAt().isPresent()) {
            Duration looked = Duration.ofNanos(
                    fault.revertBeganAt().getAsLong() - fault.injectedAt().getAsLong());
            return looked.compareTo(fault.proofLimit()) < 0
                    ? Durations.measured(looked)
                    : Durations.limit(fault.proofLimit());
        }
        return Durations.limit(fault.proofLimit());
    }

    private void body() {
        run.body.thrown().ifPresent(thrown -> {
            if (run.stops.stopped() && thrown instanceof InterruptedException) {
                return;
            }
            if (thrown instanceof BrokenExpectation && hypothesisBroke()) {
                return;
            }
            if (thrown instanceof TestAbortedException) {
                find(
                        Verdict.INCONCLUSIVE,
                        "an assumption of the test body was not met: " + quote(thrown.getMessage())
                                + ". The test proves nothing",
                        thrown);
                return;
            }
            if (thrown instanceof InvalidPlanException invalid) {
                find(
                        Verdict.ERROR,
                        "the test body asked for what cannot be run: " + quote(String.join("; ", invalid.problems())),
                        thrown);
                return;
            }
            String after = run.windowFrom.isPresent() && run.plan.attacks()
                    ? " "
                            + Durations.measured(Duration.ofNanos(run.body.endedAt() - run.windowFrom.getAsLong()))
                            + " after " + what
                    : "";
            find(Verdict.FAILED, "the test body failed" + after + ": " + quote(words(thrown)), thrown);
        });
    }

    private boolean hypothesisBroke() {
        return run.windowFrom.isPresent()
                && run.expectations.stream()
                        .anyMatch(expectation -> expectation.broken().isPresent());
    }

    private static String words(Throwable thrown) {
        String message = thrown.getMessage();
        if (thrown instanceof AssertionError && message != null) {
            return message;
        }
        return message == null ? thrown.getClass().getName() : thrown.getClass().getName() + ": " + message;
    }

    private void hypotheses() {
        if (run.windowFrom.isEmpty()) {
            return;
        }
        run.states.stream().filter(state -> state.in(When.DURING)).forEach(this::during);
        for (Expectation expectation : run.expectations) {
            expectation.broken().ifPresent(broken -> find(Verdict.FAILED, broken, null));
        }
        for (StateWatch state : run.recovery.notRecovered) {
            find(
                    Verdict.FAILED,
                    "\"" + state.plan().name() + "\" did not recover within "
                            + Durations.limit(state.plan().recoverWithin())
                            + " of " + recoveryBegan()
                            + (state.onlyPooledIsOut(run.recovery.settledFrom) ? " on kept connections" : "") + " ("
                            + state.lastFailure(run.recovery.settledFrom) + ")",
                    null);
        }
    }

    private void checks() {
        String body = run.plan.attacks() ? what : "the test body";
        for (CheckWatch check : run.checks.all()) {
            String name = "\"" + check.plan().name() + "\"";
            List<Sample> during = check.during();
            List<Sample> failed =
                    during.stream().filter(sample -> !sample.good()).toList();
            boolean tooFew = check.in(When.DURING)
                    && during.size() < LEAST_SAMPLES
                    && run.plan.attacks()
                    && run.windowFrom.isPresent()
                    && !run.stops.stopped();
            if (failed.size() > check.plan().tolerate() * during.size()) {
                find(
                        Verdict.FAILED,
                        name + " did not hold during " + what + ": " + failed.size() + " of " + during.size()
                                + " checks failed (" + CheckWatch.words(failed.get(0)) + ")",
                        null);
            } else if (tooFew) {
                find(
                        Verdict.INCONCLUSIVE,
                        name + " was checked only " + during.size() + " times during " + what + " (at least "
                                + LEAST_SAMPLES + " are needed). The test proves nothing",
                        null);
            }
            check.after()
                    .filter(sample -> !sample.good())
                    .ifPresent(sample -> find(
                            Verdict.FAILED,
                            name + " did not hold after " + body + " (" + CheckWatch.words(sample) + ")",
                            null));
        }
    }

    private String recoveryBegan() {
        return run.recovery
                .cameBack()
                .map(failover -> "the failback to " + failover.first() + " after " + what)
                .orElse(run.plan.attacks() ? "the revert of " + what : "the end of the test body");
    }

    private void during(StateWatch state) {
        long from = run.windowFrom.orElseThrow();
        OutageAnalysis analysis = state.analysis(from, run.windowTo.orElse(Long.MAX_VALUE));
        SteadyState plan = state.plan();
        boolean limited = !plan.outage().isZero();
        Optional<OutageAnalysis.Outage> longest = analysis.longest();
        boolean tooLong = limited
                && longest.filter(outage -> outage.nanos() > plan.outage().toNanos())
                        .isPresent();
        double share = limited && !tooLong ? analysis.failedShareOutsideLongest() : analysis.failedShare();
        if (tooLong || (share > plan.tolerate() && !limited && plan.tolerate() == 0)) {
            OutageAnalysis.Outage outage = longest.orElseThrow();
            find(
                    Verdict.FAILED,
                    "\"" + plan.name() + "\" was out for " + Durations.measured(Duration.ofNanos(outage.nanos()))
                            + " (allowed " + Durations.limit(plan.outage()) + "), from "
                            + Durations.measured(Duration.ofNanos(outage.began() - from)) + " after " + what + "; "
                            + counted(analysis),
                    null);
        } else if (share > plan.tolerate()) {
            find(
                    Verdict.FAILED,
                    "\"" + plan.name() + "\" failed too often during " + what + ": " + percent(share)
                            + " of its samples"
                            + (limited ? " outside the allowed outage" : "") + " (allowed " + percent(plan.tolerate())
                            + "); " + counted(analysis),
                    null);
        }
    }

    private static String counted(OutageAnalysis analysis) {
        return analysis.failed() + " of " + analysis.samples().size() + " samples failed ("
                + analysis.commonestFailure().orElse("") + ")";
    }

    private static String percent(double share) {
        return Durations.plain(BigDecimal.valueOf(share * 100).setScale(1, RoundingMode.HALF_UP)) + " %";
    }

    private static String quote(@Nullable String text) {
        String line = String.valueOf(text).strip().replaceAll("\\s+", " ").replaceFirst("(?<!\\.)\\.$", "");
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    }

    private void find(Verdict verdict, String reason, @Nullable Throwable cause) {
        findings.add(
                new Finding(verdict, verdict + ": " + reason + ". " + remains(), Optional.ofNullable(cause), false));
    }

    private String remains() {
        if (run.faults.stream().noneMatch(fault -> fault.injectedAt().isPresent())) {
            return "No fault was injected.";
        }
        return run.faults.stream().allMatch(fault -> fault.residue().isEmpty())
                ? "Reverted; nothing left behind."
                : "Not everything was reverted.";
    }
}
