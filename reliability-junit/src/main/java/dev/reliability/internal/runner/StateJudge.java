package dev.reliability.internal.runner;

import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import dev.reliability.internal.sample.Allowance;
import dev.reliability.internal.sample.OutageAnalysis;
import dev.reliability.internal.sample.OutageAnalysis.Outage;
import dev.reliability.internal.sample.Series;
import dev.reliability.internal.time.Durations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/** Says what was wrong with the steady states: under each fault, and after all of them. */
final class StateJudge {

    private final History history;
    private final Findings findings;
    private final String what;

    /** @param what what the run was about: the fault that bit first */
    StateJudge(History history, Findings findings, String what) {
        this.history = history;
        this.findings = findings;
        this.what = what;
    }

    /** Judges what was sampled while faults were in force, or the body ran, and after. */
    void sampled() {
        boolean stopped = history.stop().isPresent();
        for (StateHistory state : history.states()) {
            if (state.in(When.DURING)) {
                boolean broke = history.stretch()
                        .filter(stretch -> broke(state, stretch))
                        .isPresent();
                if (!stopped) {
                    history.faults().stream()
                            .filter(FaultHistory::bitten)
                            .forEach(fault -> undecided(state, fault, broke));
                }
            }
            state.notRecovered().ifPresent(seen -> notRecovered(state, seen));
        }
    }

    private boolean broke(StateHistory state, Window stretch) {
        Allowance allowance = state.plan().allowance();
        OutageAnalysis whole = history.plan().attacks() ? state.withThoseUnderWay(stretch) : state.analysis(stretch);
        if (allowance.tooLong(whole)) {
            tooLong(state, whole, stretch);
            return true;
        }
        OutageAnalysis counted = history.plan().attacks() ? state.answered(stretch) : whole;
        if (!allowance.allowsOutage() && allowance.tooOften(counted)) {
            tooOften(state, counted, what);
            return true;
        }
        for (FaultHistory fault : history.faults()) {
            Optional<OutageAnalysis> under =
                    history.withAftermath(fault).map(state::answered).filter(allowance::tooOften);
            if (under.isPresent()) {
                tooOften(state, under.get(), fault.description());
                return true;
            }
        }
        if (history.faults().isEmpty() && allowance.tooOften(whole)) {
            tooOften(state, whole, what);
            return true;
        }
        return false;
    }

    private void tooLong(StateHistory state, OutageAnalysis analysis, Window stretch) {
        Outage outage = analysis.longest().orElseThrow();
        findings.add(
                Verdict.FAILED,
                "\"" + state.plan().name() + "\" was out for " + measured(outage.nanos()) + " (allowed "
                        + Durations.limit(state.plan().outage()) + "), from " + since(outage.began(), stretch) + "; "
                        + counted(analysis));
    }

    /** Dates an outage by the fault that was injected last before it: from its bite, or if it began before, from its injection. */
    private String since(long began, Window stretch) {
        Optional<FaultHistory> cause = history.faults().stream()
                .filter(fault -> fault.injected() && fault.injectedAt().getAsLong() <= began)
                .max((one, other) -> Long.compare(
                        one.injectedAt().getAsLong(), other.injectedAt().getAsLong()));
        if (cause.isEmpty()) {
            return measured(began - stretch.countsFrom()) + " after " + what;
        }
        Window window = cause.get().window().orElseThrow();
        long origin = began >= window.countsFrom() ? window.countsFrom() : window.from();
        return measured(began - origin) + " after " + cause.get().description();
    }

    private void tooOften(StateHistory state, OutageAnalysis analysis, String under) {
        Allowance allowance = state.plan().allowance();
        findings.add(
                Verdict.FAILED,
                "\"" + state.plan().name() + "\" failed too often during " + under + ": "
                        + percent(allowance.share(analysis)) + " of its samples"
                        + (allowance.allowsOutage() ? " outside the allowed outage" : "") + " (allowed "
                        + percent(allowance.tolerate()) + "); " + counted(analysis));
    }

    private void undecided(StateHistory state, FaultHistory fault, boolean broke) {
        Window window = fault.window().orElseThrow();
        int completed = state.completed(window);
        if (completed < Series.SUSTAINED) {
            int late = state.late(window);
            findings.add(
                    Verdict.INCONCLUSIVE,
                    "\"" + state.plan().name() + "\" was " + (late == 0 ? "sampled" : "answered") + " only "
                            + times(completed) + " during " + fault.description() + " (at least " + Series.SUSTAINED
                            + " are needed"
                            + (late == 0
                                    ? "): make the fault last longer or sample more often"
                                    : "; " + late + " more came after it): make the fault last longer")
                            + ". The test proves nothing");
        } else if (!broke) {
            state.plan()
                    .allowance()
                    .undecided(state.answered(window))
                    .ifPresentOrElse(open -> findings.doubt(stillOut(state, fault, open)), () -> state.hang(window)
                            .ifPresent(hang -> findings.doubt(hung(state, fault, hang))));
        }
    }

    private String hung(StateHistory state, FaultHistory fault, StateHistory.Hang hang) {
        return "\"" + state.plan().name() + "\" gave no answer any more when " + fault.description()
                + " was reverted: " + hang.requests() + " requests had waited for up to " + measured(hang.nanos())
                + ", none before for more than " + measured(hang.slowest()) + ": "
                + (fault.withdrawal().isPresent()
                        ? "the test body must not revert it before"
                        : "make the fault last longer than \"timeout\" ("
                                + Durations.limit(state.plan().timeout()) + ")");
    }

    private String stillOut(StateHistory state, FaultHistory fault, Outage open) {
        Duration allowed = state.plan().outage();
        String out =
                "\"" + state.plan().name() + "\" was still out when " + fault.description() + " was reverted, after "
                        + measured(open.nanos()) + " of the " + Durations.limit(allowed) + " allowed: ";
        if (fault.withdrawal().isPresent()) {
            return out + "the test body must not revert it before";
        }
        return out + "make \"duration\""
                + fault.atMost()
                        .map(duration -> " (" + Durations.limit(duration) + ")")
                        .orElse("")
                + " longer"
                + fault.atMost()
                        .filter(duration -> duration.compareTo(allowed) > 0)
                        .map(duration -> "")
                        .orElse(" than \"outage\" (" + Durations.limit(allowed) + ")");
    }

    private void notRecovered(StateHistory state, StateHistory.NotRecovered seen) {
        findings.add(
                Verdict.FAILED,
                "\"" + state.plan().name() + "\" did not recover within "
                        + Durations.limit(state.plan().recoverWithin()) + " of " + recoveryBegan()
                        + (seen.onlyKept() ? " on kept connections" : "") + " (" + seen.seen() + ")");
    }

    private String recoveryBegan() {
        return history.cameBackTo()
                .map(side -> "the failback to " + side + " after " + what)
                .orElse(history.plan().attacks() ? "the revert of " + what : "the end of the test body");
    }

    /** Judges what was looked at at certain moments. */
    void checked() {
        history.checks().forEach(this::checked);
    }

    private void checked(CheckHistory check) {
        String name = "\"" + check.plan().name() + "\"";
        int failed = check.during().failed();
        if (failed > check.plan().tolerate() * check.during().size()) {
            findings.add(
                    Verdict.FAILED,
                    name + " did not hold during " + what + ": " + failed + " of "
                            + check.during().size() + " checks failed ("
                            + CheckWatch.words(check.during().firstFailed().orElseThrow()) + ")");
        } else if (check.in(When.DURING) && history.stop().isEmpty()) {
            history.faults().stream()
                    .filter(fault ->
                            fault.bitten() && check.completed(fault.window().orElseThrow()) < Series.SUSTAINED)
                    .findFirst()
                    .ifPresent(fault -> findings.add(
                            Verdict.INCONCLUSIVE,
                            name + " was checked only "
                                    + times(check.completed(fault.window().orElseThrow())) + " during "
                                    + fault.description() + " (at least " + Series.SUSTAINED
                                    + " are needed). The test proves nothing"));
        }
        check.after()
                .filter(sample -> !sample.good())
                .ifPresent(sample -> findings.add(
                        Verdict.FAILED,
                        name + " did not hold after " + (history.plan().attacks() ? what : "the test body") + " ("
                                + CheckWatch.words(sample) + ")"));
        check.recovered()
                // a stop may have left no time for it to hold again
                .filter(sample ->
                        !sample.good() && (check.broke() || history.stop().isEmpty()))
                .ifPresent(sample -> findings.add(
                        Verdict.FAILED,
                        name
                                + (check.broke()
                                        ? " still did not hold after "
                                        : " did not hold again within "
                                                + Durations.limit(check.plan().recoverWithin()) + " of ")
                                + "the revert of " + what + " (" + CheckWatch.words(sample) + ")"));
    }

    private static String counted(OutageAnalysis analysis) {
        return analysis.failed() + " of " + analysis.samples() + " samples failed ("
                + analysis.commonestFailure().orElse("") + ")";
    }

    private static String measured(long nanos) {
        return Durations.measured(Duration.ofNanos(nanos));
    }

    private static String times(long count) {
        return count + (count == 1 ? " time" : " times");
    }

    private static String percent(double share) {
        return Durations.plain(BigDecimal.valueOf(share * 100).setScale(1, RoundingMode.HALF_UP)) + " %";
    }
}
