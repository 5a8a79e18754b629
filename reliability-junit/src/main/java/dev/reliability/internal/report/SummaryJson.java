package dev.reliability.internal.report;

import dev.reliability.internal.report.ReportedExperiment.Alarm;
import dev.reliability.internal.report.ReportedExperiment.Fault;
import dev.reliability.internal.report.ReportedExperiment.Move;
import dev.reliability.internal.report.ReportedExperiment.State;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** {@code summary.json}, in the format of {@code docs/summary.schema.json}: durations in seconds. */
final class SummaryJson {

    private static final int FORMAT = 1;

    private SummaryJson() {}

    static Map<String, Object> of(ReportedBuild build) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("format", FORMAT);
        summary.put("written", build.written().toString());
        summary.put("passed", build.good());
        summary.put("sentence", build.sentence());
        summary.put("counts", build.counts());
        summary.put(
                "experiments",
                build.experiments().stream()
                        .map(run -> experiment(build.directory(), run))
                        .toList());
        summary.put(
                "stale",
                build.stale().stream()
                        .map(one -> Map.of(
                                "test",
                                one.run().name(),
                                "journal",
                                journal(build.directory(), one.run()),
                                "why",
                                one.why()))
                        .toList());
        summary.put(
                "not-run",
                build.unwritten().stream()
                        .map(one -> Map.of(
                                "test", one.name(), "outcome", one.outcome(), "message", Visible.of(one.message())))
                        .toList());
        summary.put(
                "coverage",
                Coverage.of(build).rows().stream().map(SummaryJson::row).toList());
        summary.put("problems", build.problems());
        return summary;
    }

    private static Map<String, Object> row(Coverage.Row row) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("target", row.target());
        map.put("dependency", row.dependency().isEmpty() ? null : row.dependency());
        map.put("results", row.results());
        return map;
    }

    private static Map<String, Object> experiment(Path reports, ReportedExperiment run) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("test", run.name());
        map.put("title", run.title());
        map.put("verdict", run.verdict());
        map.put("message", run.message());
        map.put("started", run.started().map(Object::toString).orElse(null));
        map.put("duration", seconds(run.length()));
        map.put("journal", journal(reports, run));
        map.put("runbook", run.runbook().orElse(null));
        map.put("faults", run.faults().stream().map(SummaryJson::fault).toList());
        map.put("failovers", run.moves().stream().map(SummaryJson::move).toList());
        map.put("alarms", run.alarms().stream().map(SummaryJson::alarm).toList());
        map.put("steady-states", run.states().stream().map(SummaryJson::state).toList());
        map.put("problems", run.problems());
        return map;
    }

    private static String journal(Path reports, ReportedExperiment run) {
        return reports.relativize(run.file()).toString().replace('\\', '/');
    }

    private static Map<String, Object> fault(Fault fault) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", fault.name());
        map.put("kind", fault.kind());
        map.put("target", fault.target());
        map.put("bit", fault.bitten().isPresent());
        map.put("reverted", fault.reverted().isPresent());
        map.put("residue", fault.residue());
        return map;
    }

    private static Map<String, Object> move(Move move) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", move.name());
        map.put("from", move.from());
        map.put("to", move.to());
        map.put("last-old", seconds(move.lastOld()));
        map.put("first-new", seconds(move.firstNew()));
        map.put("within", seconds(move.within()));
        map.put("floor", seconds(move.floor()));
        return map;
    }

    private static Map<String, Object> alarm(Alarm alarm) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", alarm.name());
        map.put("fired-after", seconds(alarm.fired()));
        map.put("error", seconds(alarm.error()));
        map.put("within", seconds(alarm.within()));
        return map;
    }

    private static Map<String, Object> state(State state) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", state.name());
        map.put("samples", state.samples() < 0 ? null : state.samples());
        map.put("failed", state.failed() < 0 ? null : state.failed());
        map.put("longest-outage", state.longestOutage() < 0 ? null : seconds(state.longestOutage()));
        map.put("allowed-outage", state.allowedOutage() < 0 ? null : seconds(state.allowedOutage()));
        map.put("recovered-after", seconds(state.recovered()));
        return map;
    }

    private static @Nullable BigDecimal seconds(OptionalDouble seconds) {
        return seconds.isPresent() ? seconds(seconds.getAsDouble()) : null;
    }

    private static BigDecimal seconds(double seconds) {
        return BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_UP);
    }
}
