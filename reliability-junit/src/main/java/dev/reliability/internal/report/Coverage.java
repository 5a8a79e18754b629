package dev.reliability.internal.report;

import dev.reliability.internal.report.ReportedExperiment.Fault;
import dev.reliability.spi.FaultKind;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which targets, and which of their dependencies, were tried with which kinds of fault. Rows are the targets that tests and
 * profiles declare or that were attacked; below each, what it depends on or was cut off from.
 */
public final class Coverage {

    /** Nobody has tried it. */
    public static final String NEVER = "never tried";

    /** A fault bit, and its experiment passed. */
    public static final String PROVEN = "proven";

    /** No fault of this kind acts between a target and one dependency. */
    static final String SENSELESS = "–";

    private static final String FAILED = "failed";
    private static final String INCONCLUSIVE = "inconclusive";

    /** Those that act between a target and what it depends on. */
    private static final Set<String> BETWEEN = Set.of(FaultKind.BLACKHOLE, FaultKind.LATENCY, FaultKind.PACKET_LOSS);

    /** Always shown, so that what nobody has tried can be seen; a team's own kinds are added once they are used. */
    private static final List<String> KNOWN = List.of(
            FaultKind.BLACKHOLE,
            FaultKind.LATENCY,
            FaultKind.PACKET_LOSS,
            FaultKind.DNS_OUTAGE,
            FaultKind.SHUTDOWN,
            FaultKind.PROCESS_KILL,
            FaultKind.CPU_LOAD);

    /** What is worse hides what is better: one failure is not made good by one pass of another test. */
    private static final List<String> WORST_FIRST = List.of(FAILED, INCONCLUSIVE, PROVEN);

    private final Set<String> kinds = new LinkedHashSet<>(KNOWN);
    private final Set<String> between = new TreeSet<>(BETWEEN);
    private final Set<String> profiles = new TreeSet<>();
    private final Map<String, Map<String, Map<String, String>>> found = new TreeMap<>();

    private Coverage() {}

    /**
     * A target, or what it depends on.
     *
     * @param dependency empty for the target as a whole
     * @param results how each kind ended; absent if it was never tried
     */
    public record Row(String target, String dependency, Map<String, String> results) {

        boolean whole() {
            return dependency.isEmpty();
        }
    }

    static Coverage of(ReportedBuild build) {
        Coverage coverage = new Coverage();
        coverage.add(build.experiments(), true);
        return coverage;
    }

    /**
     * Returns what some journals tell.
     *
     * @param counting those that count
     * @param others those that only say which targets there are
     */
    public static Coverage of(Collection<Path> counting, Collection<Path> others) {
        Coverage coverage = new Coverage();
        coverage.add(counting.stream().map(JournalReader::read).toList(), true);
        coverage.add(others.stream().map(JournalReader::read).toList(), false);
        return coverage;
    }

    private void add(List<ReportedExperiment> runs, boolean counting) {
        List<String> others = runs.stream()
                .flatMap(run -> run.faults().stream())
                .map(Fault::kind)
                .filter(kind -> !kind.isEmpty())
                .sorted()
                .toList();
        kinds.addAll(others);
        for (ReportedExperiment run : runs) {
            run.place().map(ReportedExperiment.TestPlace::profile).ifPresent(profiles::add);
            run.declaredTargets().forEach((target, dependencies) -> {
                row(target, "");
                dependencies.forEach(dependency -> row(target, dependency));
            });
            if (counting) {
                run.faults().stream()
                        .filter(fault ->
                                !fault.target().isEmpty() && !fault.kind().isEmpty())
                        .forEach(fault -> tried(fault, result(run, fault)));
            }
        }
    }

    private void tried(Fault fault, String result) {
        row(fault.target(), "").merge(fault.kind(), result, Coverage::worse);
        fault.selection().stream().filter(entry -> !entry.startsWith("^")).forEach(entry -> {
            between.add(fault.kind());
            row(fault.target(), entry).merge(fault.kind(), result, Coverage::worse);
        });
    }

    private Map<String, String> row(String target, String dependency) {
        return found.computeIfAbsent(target, name -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER))
                .computeIfAbsent(dependency, name -> new TreeMap<>());
    }

    private static String result(ReportedExperiment run, Fault fault) {
        if (fault.bitten().isEmpty()) {
            return INCONCLUSIVE;
        }
        return switch (run.verdict()) {
            case "PASSED" -> PROVEN;
            case "FAILED" -> FAILED;
            default -> INCONCLUSIVE;
        };
    }

    private static String worse(String one, String other) {
        return WORST_FIRST.indexOf(one) <= WORST_FIRST.indexOf(other) ? one : other;
    }

    /** Returns the kinds of fault, those of this library first. */
    public List<String> kinds() {
        return List.copyOf(kinds);
    }

    /** Returns the profiles under which the experiments ran. */
    public Set<String> profiles() {
        return profiles;
    }

    /** Returns the rows, each target before what it depends on. */
    public List<Row> rows() {
        return found.entrySet().stream()
                .flatMap(target -> target.getValue().entrySet().stream()
                        .map(row -> new Row(target.getKey(), row.getKey(), row.getValue())))
                .toList();
    }

    /**
     * Tells whether a kind of fault can be tried on what a row is about: a dependency is not shut down, but cut off. Of a
     * kind that nobody used, nobody knows better.
     */
    public boolean makesSense(Row row, String kind) {
        return row.whole() || between.contains(kind) || !kinds.contains(kind);
    }

    /** Says how a kind of fault ended. */
    public String result(Row row, String kind) {
        return row.results().getOrDefault(kind, makesSense(row, kind) ? NEVER : SENSELESS);
    }
}
