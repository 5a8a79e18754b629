package dev.reliability.internal.report;

import dev.reliability.internal.report.ReportedExperiment.Fault;
import dev.reliability.spi.FaultKind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which targets, and which of their dependencies, were tried with which kinds of fault. Rows are the targets that profiles
 * declare or that were attacked; below each, the hosts and addresses that it was cut off from.
 */
record Coverage(List<String> kinds, List<Row> rows) {

    static final String NEVER = "never tried";

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
    private static final List<String> WORST_FIRST = List.of("failed", "inconclusive", "proven");

    /**
     * A target, or what it depends on.
     *
     * @param dependency empty for the target as a whole
     * @param results how each kind ended: {@code proven}, {@code failed} or {@code inconclusive}; absent if it was never tried
     */
    record Row(String target, String dependency, Map<String, String> results) {}

    static Coverage of(ReportedBuild build) {
        Map<String, Map<String, Map<String, String>>> found = new TreeMap<>();
        Set<String> kinds = new TreeSet<>();
        for (ReportedExperiment run : build.experiments()) {
            run.declaredTargets().forEach(target -> row(found, target, ""));
            for (Fault fault : run.faults()) {
                if (!fault.target().isEmpty() && !fault.kind().isEmpty()) {
                    kinds.add(fault.kind());
                    String result = result(run, fault);
                    row(found, fault.target(), "").merge(fault.kind(), result, Coverage::worse);
                    fault.selection().stream()
                            .filter(entry -> !entry.startsWith("^"))
                            .forEach(entry ->
                                    row(found, fault.target(), entry).merge(fault.kind(), result, Coverage::worse));
                }
            }
        }
        KNOWN.forEach(kinds::remove);
        List<Row> rows = found.entrySet().stream()
                .flatMap(target -> target.getValue().entrySet().stream()
                        .map(row -> new Row(target.getKey(), row.getKey(), row.getValue())))
                .toList();
        return new Coverage(
                java.util.stream.Stream.of(KNOWN, kinds)
                        .flatMap(Collection::stream)
                        .toList(),
                rows);
    }

    private static Map<String, String> row(
            Map<String, Map<String, Map<String, String>>> found, String target, String dependency) {
        return found.computeIfAbsent(target, name -> new TreeMap<>())
                .computeIfAbsent(dependency, name -> new LinkedHashMap<>());
    }

    private static String result(ReportedExperiment run, Fault fault) {
        if (fault.bitten().isEmpty()) {
            return "inconclusive";
        }
        return switch (run.verdict()) {
            case "PASSED" -> "proven";
            case "FAILED" -> "failed";
            default -> "inconclusive";
        };
    }

    private static String worse(String one, String other) {
        return WORST_FIRST.indexOf(one) <= WORST_FIRST.indexOf(other) ? one : other;
    }

    void write(Markup out) {
        if (rows.isEmpty()) {
            return;
        }
        out.open("section", "aria-labelledby", "coverage")
                .leaf("h2", "What was tried, and what nobody has tried", "id", "coverage");
        out.open("div", "class", "chart", "role", "region", "tabindex", "0", "aria-labelledby", "coverage");
        out.open("table", "class", "matrix").open("thead").open("tr");
        out.leaf("th", "Target, and what it depends on", "scope", "col");
        kinds.forEach(kind -> out.leaf("th", kind, "scope", "col"));
        out.close().close().open("tbody");
        for (Row row : rows) {
            boolean whole = row.dependency().isEmpty();
            out.open("tr")
                    .leaf(
                            "th",
                            whole ? row.target() : "↳ " + row.dependency(),
                            "scope",
                            "row",
                            "class",
                            whole ? "" : "part");
            for (String kind : kinds) {
                String result = row.results().getOrDefault(kind, NEVER);
                out.leaf("td", sign(result) + result, "class", "cell " + (result.equals(NEVER) ? "never" : result));
            }
            out.close();
        }
        out.close().close().close().close();
    }

    private static String sign(String result) {
        return switch (result) {
            case "proven" -> "✓ ";
            case "failed" -> "✗ ";
            case "inconclusive" -> "? ";
            default -> "";
        };
    }
}
