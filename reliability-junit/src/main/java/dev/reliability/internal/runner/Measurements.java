package dev.reliability.internal.runner;

import dev.reliability.experiment.AlarmResult;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverResult;
import dev.reliability.experiment.FaultResult;
import dev.reliability.experiment.SteadyStateResult;
import dev.reliability.spi.Testimony;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was measured in a run, as its journal shows it: durations in seconds. */
final class Measurements {

    /** Version of what is under {@code reliability}; counted up when a reader of the one before would misread it. */
    static final int FORMAT = 1;

    private Measurements() {}

    static Map<String, Object> of(
            @Nullable ExperimentResult result, List<History.Overlap> overlaps, List<Console.Event> events) {
        Map<String, Object> measured = new LinkedHashMap<>();
        measured.put("written-by", "reliability");
        measured.put("format", FORMAT);
        if (result != null) {
            measured.put("verdict", result.verdict().name());
            measured.put("message", result.message());
            measured.put(
                    "findings",
                    result.findings().stream()
                            .map(ExperimentResult.Finding::message)
                            .toList());
            measured.put(
                    "steady-states",
                    result.steadyStates().stream()
                            .map(Measurements::steadyState)
                            .toList());
            measured.put(
                    "faults", result.faults().stream().map(Measurements::fault).toList());
            measured.put(
                    "failovers",
                    result.failovers().stream().map(Measurements::failover).toList());
            measured.put(
                    "detected-after",
                    result.detectedAfter().map(Measurements::seconds).orElse(null));
            measured.put(
                    "alarms", result.alarms().stream().map(Measurements::alarm).toList());
        }
        measured.put(
                "overlaps",
                overlaps.stream()
                        .map(overlap -> Map.of(
                                "faults",
                                List.of(overlap.first(), overlap.second()),
                                "seconds",
                                seconds(overlap.lasted())))
                        .toList());
        measured.put("events", events.stream().map(Measurements::event).toList());
        return measured;
    }

    private static Map<String, Object> event(Console.Event event) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("at", RunJournal.text(event.at()));
        map.put("after", seconds(event.after()));
        map.put("text", event.text());
        if (event.note()) {
            map.put("note", true);
        }
        return map;
    }

    private static Map<String, Object> steadyState(SteadyStateResult state) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", state.name());
        map.put("samples", state.samples());
        map.put("failed", state.failed());
        map.put("longest-outage", seconds(state.longestOutage()));
        map.put("outage-began", state.outageBegan().map(Measurements::seconds).orElse(null));
        map.put(
                "recovered-after",
                state.recoveredAfter().map(Measurements::seconds).orElse(null));
        map.put(
                "recovered-after-pooled",
                state.pooledRecoveredAfter().map(Measurements::seconds).orElse(null));
        map.put("latency-ms", state.latency());
        return map;
    }

    private static Map<String, Object> fault(FaultResult fault) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", fault.name());
        map.put("description", fault.description());
        map.put("injected", fault.injected());
        map.put("bitten", fault.bitten());
        map.put("bite", fault.bite());
        map.put(
                "injected-after",
                fault.injectedAfter().map(Measurements::seconds).orElse(null));
        map.put("bitten-after", fault.bittenAfter().map(Measurements::seconds).orElse(null));
        map.put("lasted", fault.lasted().map(Measurements::seconds).orElse(null));
        map.put("residue", fault.residue());
        map.put("measurements", fault.measurements());
        map.put("testimony", testimony(fault.testimony()));
        return map;
    }

    private static Map<String, Object> testimony(Testimony testimony) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(
                "accounts",
                testimony.accounts().stream()
                        .map(account -> Map.of(
                                "source", account.source(), "left-out", account.leftOut(), "lines", account.lines()))
                        .toList());
        map.put("gaps", testimony.gaps());
        return map;
    }

    private static Map<String, Object> failover(FailoverResult failover) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", failover.name());
        map.put("last-old", seconds(failover.lastOld()));
        map.put("first-new", seconds(failover.firstNew()));
        map.put("error", seconds(failover.error()));
        map.put(
                "back-last-new",
                failover.failedBack().map(way -> seconds(way.lastNew())).orElse(null));
        map.put(
                "back-first-old",
                failover.failedBack().map(way -> seconds(way.firstOld())).orElse(null));
        map.put("details", failover.details());
        return map;
    }

    private static Map<String, Object> alarm(AlarmResult alarm) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", alarm.name());
        map.put("fired-after", alarm.firedAfter().map(Measurements::seconds).orElse(null));
        map.put("error", seconds(alarm.error()));
        map.put("last-state", alarm.lastState());
        map.put("details", alarm.details());
        return map;
    }

    /** To the microsecond: with more digits, small ones would be written with an exponent. */
    static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos() / 1_000, 6);
    }
}
