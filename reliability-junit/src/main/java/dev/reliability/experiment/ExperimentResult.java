package dev.reliability.experiment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * How an experiment ended and what was measured.
 *
 * @param title title of the experiment
 * @param verdict its verdict
 * @param message the first line of reports, beginning with the verdict; says why in the user's terms
 * @param findings every reason that was found, the decisive one first, as messages of the same form
 * @param steadyStates what was measured of each steady state
 * @param faults what became of each fault
 * @param failovers the failovers that happened
 * @param alarms what became of each expected alarm
 * @param cause what the test body or the tool threw, if anything
 * @param journal the journal file, if it could be written
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record ExperimentResult(
        String title,
        Verdict verdict,
        String message,
        List<Finding> findings,
        List<SteadyStateResult> steadyStates,
        List<FaultResult> faults,
        List<FailoverResult> failovers,
        List<AlarmResult> alarms,
        Optional<Throwable> cause,
        Optional<Path> journal) {

    /** Copies the lists. */
    public ExperimentResult {
        findings = List.copyOf(findings);
        steadyStates = List.copyOf(steadyStates);
        faults = List.copyOf(faults);
        failovers = List.copyOf(failovers);
        alarms = List.copyOf(alarms);
    }

    /**
     * One reason for a verdict.
     *
     * @param verdict the verdict that it asks for
     * @param message what was found, beginning with that verdict
     * @param cause what was thrown, if anything
     * @param left whether something of a fault is left behind
     */
    public record Finding(Verdict verdict, String message, Optional<Throwable> cause, boolean left) {}

    /**
     * Returns how long after the proven bite the first of the expected alarms fired: the time to detect. Empty if none was
     * expected, or none fired.
     */
    public Optional<Duration> detectedAfter() {
        return alarms.stream().flatMap(alarm -> alarm.firedAfter().stream()).min(Comparator.naturalOrder());
    }

    /**
     * Returns what reports of a failure add to the message: for each target that was attacked at most three lines of what it had to say,
     * warnings and errors first, and what could not be asked. The journal has all of it, in {@link FaultResult#testimony()}.
     */
    public List<String> said() {
        return faults.stream().flatMap(fault -> Said.of(fault).stream()).toList();
    }

    /** Tells whether every hypothesis held, every fault bit and was undone. */
    public boolean passed() {
        return verdict == Verdict.PASSED;
    }
}
