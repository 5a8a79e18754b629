package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult.Finding;
import dev.reliability.experiment.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reasons for a verdict, in the words of reports. A doubt whether a run proved anything matters only where it would otherwise
 * pass, so it comes after all else that was found.
 */
final class Findings {

    private static final int LONGEST_QUOTE = 500;

    private final List<Finding> found = new ArrayList<>();
    private final List<Finding> fromDoor = new ArrayList<>();
    private final List<Finding> doubts = new ArrayList<>();
    private final String remains;

    Findings(List<FaultHistory> faults) {
        this.remains = Remains.of(faults);
    }

    void add(Verdict verdict, String reason) {
        add(verdict, reason, null);
    }

    void add(Verdict verdict, String reason, @Nullable Throwable cause) {
        found.add(finding(verdict, reason, cause));
    }

    /** Adds what the front door found, which comes after what the runner found of the same rank. */
    void addFromDoor(Verdict verdict, String reason, @Nullable Throwable cause) {
        fromDoor.add(finding(verdict, reason, cause));
    }

    /** Adds that something of a fault is left, and what to do about it. */
    void addLeft(String reason) {
        found.add(new Finding(Verdict.ERROR, Verdict.ERROR + ": " + reason, Optional.empty(), true));
    }

    /** Adds why a run that would otherwise pass proves nothing. */
    void doubt(String reason) {
        doubts.add(finding(Verdict.INCONCLUSIVE, reason + ". The test proves nothing", null));
    }

    private Finding finding(Verdict verdict, String reason, @Nullable Throwable cause) {
        return new Finding(verdict, verdict + ": " + reason + ". " + remains, Optional.ofNullable(cause), false);
    }

    boolean isEmpty() {
        return found.isEmpty() && fromDoor.isEmpty() && doubts.isEmpty();
    }

    /** Returns all, the decisive one first. */
    List<Finding> all() {
        List<Finding> all = new ArrayList<>(found);
        all.addAll(fromDoor);
        all.sort(Comparator.comparing(Finding::verdict).reversed());
        all.addAll(doubts);
        return List.copyOf(all);
    }

    /** Returns what was said elsewhere, fit for a sentence. */
    static String quote(@Nullable String text) {
        String line = String.valueOf(text).strip().replaceAll("\\s+", " ").replaceFirst("(?<!\\.)\\.$", "");
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
    }
}
