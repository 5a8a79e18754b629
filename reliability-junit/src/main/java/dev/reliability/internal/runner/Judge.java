package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult.Finding;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.time.Durations;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** Says what a run proved. Every reason is found; the one with the highest verdict decides. */
final class Judge {

    private final History history;
    private final Findings findings;
    private final String what;

    private Judge(History history) {
        this.history = history;
        this.findings = new Findings(history.faults());
        this.what = history.firstBitten().map(FaultHistory::description).orElse("the begin of the test body");
    }

    /**
     * Returns every finding, the decisive one first; empty when the run passed.
     *
     * @param reasons what the front door found
     */
    static List<Finding> judge(History history, List<Participant.Reason> reasons, @Nullable Throwable internalFailure) {
        Judge judge = new Judge(history);
        reasons.forEach(reason -> judge.findings.addFromDoor(reason.verdict(), reason.text(), reason.cause()));
        if (internalFailure != null) {
            judge.findings.add(Verdict.ERROR, "the experiment could not be run: " + internalFailure, internalFailure);
        }
        judge.judge();
        return judge.findings.all();
    }

    /** Returns findings of a run with an error in addition that came when it was judged already. */
    static List<Finding> withError(History history, List<Finding> found, String reason, Throwable cause) {
        Findings error = new Findings(history.faults());
        error.add(Verdict.ERROR, Findings.quote(reason), cause);
        return Stream.concat(error.all().stream(), found.stream())
                .sorted(Comparator.comparing((Finding one) -> one.verdict() == Verdict.ERROR)
                        .reversed())
                .toList();
    }

    private void judge() {
        history.faults().forEach(this::errors);
        history.stop().ifPresent(this::stopped);
        history.sick().forEach(reason -> findings.add(Verdict.INCONCLUSIVE, reason));
        body();
        StateJudge states = new StateJudge(history, findings, what);
        states.sampled();
        history.broken().forEach(reason -> findings.add(Verdict.FAILED, reason));
        states.checked();
        if (history.sick().isEmpty() && history.stop().isEmpty()) {
            history.faults().forEach(this::doubts);
            history.met().forEach(this::metTooLate);
        }
        if (findings.isEmpty()) {
            history.undecided().forEach(name -> findings.doubt(name + " was not decided"));
            history.faults().stream()
                    .filter(fault -> fault.bitten() && !history.looksAt(fault))
                    .forEach(fault -> findings.doubt("the test body was over before " + fault.description()
                            + " was injected, and nothing else looks at what that does: add a steady state, an expectation,"
                            + " or a body that waits for it"));
        }
        if (findings.isEmpty()) {
            // a wait of the body was ended, and there is no other reason for that
            history.body().thrown().ifPresent(this::bodyFailed);
        }
    }

    private void errors(FaultHistory fault) {
        fault.injectionFailure()
                .ifPresent(e -> findings.add(
                        Verdict.ERROR,
                        fault.description() + " could not be injected: "
                                + Findings.quote(e.getMessage() == null ? e.toString() : e.getMessage()),
                        e));
        fault.lost().ifPresent(how -> findings.add(Verdict.ERROR, Findings.quote(how)));
        if (!fault.residue().isEmpty()) {
            findings.addLeft(fault.description() + " could not be reverted: " + String.join(", ", fault.residue())
                    + ". Undo it with: " + fault.remedy());
        }
    }

    private void stopped(History.Stop stop) {
        long since = history.firstBite().orElse(history.begin());
        Duration after = Duration.ofNanos(Math.max(0, stop.at() - since));
        findings.add(Verdict.ABORTED, "stopped after " + Durations.measured(after) + " by " + stop.reason());
    }

    private void body() {
        history.body().thrown().filter(thrown -> !(thrown instanceof EndedWait)).ifPresent(thrown -> {
            if (thrown instanceof TestAbortedException) {
                findings.add(
                        Verdict.INCONCLUSIVE,
                        "an assumption of the test body was not met: "
                                + Secrets.hidden(Findings.quote(thrown.getMessage()))
                                + ". The test proves nothing",
                        thrown);
            } else if (thrown instanceof InvalidPlanException invalid) {
                findings.add(
                        Verdict.ERROR,
                        "the test body asked for what cannot be run: "
                                + Findings.quote(String.join("; ", invalid.problems())),
                        thrown);
            } else if (history.stop().isEmpty() || !(thrown instanceof InterruptedException)) {
                bodyFailed(thrown);
            }
        });
    }

    private void bodyFailed(Throwable thrown) {
        String when = history.firstBite().isPresent() && history.plan().attacks()
                ? " " + fromBite(history.body().at() - history.firstBite().getAsLong())
                : "";
        findings.add(
                Verdict.FAILED,
                "the test body failed" + when + ": " + Findings.quote(Secrets.hidden(words(thrown))),
                thrown);
    }

    /** A body that is the traffic of a fault is under way before anything is hit. */
    private String fromBite(long nanos) {
        return nanos < 0
                ? Durations.measured(Duration.ofNanos(-nanos)) + " before the bite of " + what
                : Durations.measured(Duration.ofNanos(nanos)) + " after " + what;
    }

    private static String words(Throwable thrown) {
        String message = thrown.getMessage();
        if (thrown instanceof AssertionError && message != null) {
            return message;
        }
        return message == null ? thrown.getClass().getName() : thrown.getClass().getName() + ": " + message;
    }

    private void doubts(FaultHistory fault) {
        if (fault.injectionFailure().isPresent()) {
            return;
        }
        if (fault.alreadySo().isPresent()) {
            findings.doubt(fault.description() + " could change nothing: "
                    + Findings.quote(fault.alreadySo().get()));
        } else if (!fault.injected()) {
            if (fault.withdrawal().isPresent()) {
                findings.doubt(fault.description() + " was not injected: the test body reverted it before");
            } else if (findings.isEmpty()) {
                findings.doubt(fault.description() + " was not injected");
            }
        } else if (!fault.bitten()) {
            String why = fault.evidence().why();
            findings.doubt(fault.description() + " " + fault.evidence().what() + " in " + lookedFor(fault)
                    + (why.isEmpty() ? "" : ": " + why));
        } else if (!fault.complete()) {
            findings.doubt(fault.description() + " did not hit everything in " + lookedFor(fault) + ": "
                    + String.join(", ", fault.evidence().missed()));
        }
        if (fault.injected()) {
            withdrawn(fault);
        }
    }

    private void withdrawn(FaultHistory fault) {
        fault.withdrawal()
                .filter(Withdrawal::beforeInjection)
                .ifPresent(withdrawal ->
                        findings.doubt("the test body reverted " + fault.description() + " before it was injected"));
        fault.withdrawal()
                .filter(withdrawal -> !withdrawal.undecided().isEmpty())
                .ifPresent(withdrawal -> findings.doubt("the test body reverted " + fault.description() + " before "
                        + String.join(" and ", withdrawal.undecided()) + " was decided"));
    }

    /** What comes only once nothing is in force any more may come of the revert. */
    private void metTooLate(History.Met met) {
        List<FaultHistory> bitten =
                history.faults().stream().filter(FaultHistory::bitten).toList();
        boolean under = bitten.stream()
                .anyMatch(fault -> fault.withdrawal().isPresent()
                        || fault.window().orElseThrow().touches(met.at()));
        if (bitten.isEmpty() || under) {
            return;
        }
        FaultHistory last = bitten.stream()
                .filter(fault -> fault.window().orElseThrow().to() < met.at().earliest())
                .max(Comparator.comparing(fault -> fault.window().orElseThrow().to()))
                .orElse(bitten.get(0));
        findings.doubt(met.name() + " came only after " + last.description() + " was reverted: make \"duration\""
                + last.atMost()
                        .map(duration -> " (" + Durations.limit(duration) + ")")
                        .orElse("")
                + " longer than \"within\" (" + Durations.limit(met.within()) + ")");
    }

    private static String lookedFor(FaultHistory fault) {
        if (fault.revertBeganAt().isPresent()) {
            Duration looked = Duration.ofNanos(
                    fault.revertBeganAt().getAsLong() - fault.injectedAt().getAsLong());
            return looked.compareTo(fault.proofLimit()) < 0
                    ? Durations.measured(looked)
                    : Durations.limit(fault.proofLimit());
        }
        return Durations.limit(fault.proofLimit());
    }
}
