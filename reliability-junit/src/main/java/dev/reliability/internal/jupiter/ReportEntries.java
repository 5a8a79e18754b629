package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Publishes what was measured as JUnit report entries. */
public final class ReportEntries {

    private ReportEntries() {}

    static void publish(ExtensionContext context, ExperimentResult result) {
        context.publishReportEntry(of(result));
    }

    /** Returns what was measured, by names that begin with {@code reliability.}. */
    public static Map<String, String> of(ExperimentResult result) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("reliability.verdict", result.verdict().name());
        entries.put("reliability.message", result.message());
        result.journal().ifPresent(file -> entries.put("reliability.journal", file.toString()));
        result.steadyStates().forEach(state -> {
            String prefix = "reliability.steady-state." + state.name() + ".";
            entries.put(prefix + "samples", String.valueOf(state.samples()));
            entries.put(prefix + "failed", String.valueOf(state.failed()));
            entries.put(prefix + "longest-outage", state.longestOutage().toString());
            state.recoveredAfter().ifPresent(after -> entries.put(prefix + "recovered-after", after.toString()));
            state.pooledRecoveredAfter()
                    .ifPresent(after -> entries.put(prefix + "recovered-after-pooled", after.toString()));
        });
        result.faults().forEach(fault -> {
            String prefix = "reliability.fault." + fault.name() + ".";
            entries.put(prefix + "bite", fault.bite());
            fault.bittenAfter().ifPresent(after -> entries.put(prefix + "bitten-after", after.toString()));
            fault.lasted().ifPresent(lasted -> entries.put(prefix + "lasted", lasted.toString()));
        });
        result.failovers().forEach(failover -> {
            String prefix = "reliability.failover." + failover.name() + ".";
            entries.put(prefix + "last-old", failover.lastOld().toString());
            entries.put(prefix + "first-new", failover.firstNew().toString());
            failover.failedBack().ifPresent(way -> {
                entries.put(prefix + "back-last-new", way.lastNew().toString());
                entries.put(prefix + "back-first-old", way.firstOld().toString());
            });
        });
        result.detectedAfter().ifPresent(after -> entries.put("reliability.detected-after", after.toString()));
        result.alarms().forEach(alarm -> {
            String prefix = "reliability.alarm." + alarm.name() + ".";
            entries.put(prefix + "last-state", alarm.lastState());
            alarm.firedAfter().ifPresent(after -> entries.put(prefix + "fired-after", after.toString()));
        });
        return entries;
    }
}
