package dev.reliability.internal.jupiter;

import dev.reliability.experiment.AlarmResult;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverResult;
import dev.reliability.experiment.FaultResult;
import dev.reliability.experiment.SteadyStateResult;
import dev.reliability.internal.time.Durations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Publishes what was measured as JUnit report entries: the verdict first, then one entry for each thing that was measured. */
public final class ReportEntries {

    private ReportEntries() {}

    static void publish(ExtensionContext context, ExperimentResult result) {
        of(result).forEach(context::publishReportEntry);
    }

    /** Returns what was measured, by names that begin with {@code reliability.}; durations in ISO-8601. */
    public static List<Map<String, String>> of(ExperimentResult result) {
        List<Map<String, String>> entries = new ArrayList<>();
        entries.add(verdict(result));
        result.steadyStates().forEach(state -> entries.add(steadyState(state)));
        result.faults().forEach(fault -> entries.add(fault(fault)));
        result.failovers().forEach(failover -> entries.add(failover(failover)));
        result.alarms().forEach(alarm -> entries.add(alarm(alarm)));
        return entries;
    }

    private static Map<String, String> verdict(ExperimentResult result) {
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("reliability.verdict", result.verdict().name());
        entry.put("reliability.message", result.message());
        result.journal().ifPresent(file -> entry.put("reliability.journal", file.toString()));
        result.detectedAfter().ifPresent(after -> entry.put("reliability.detected-after", after.toString()));
        return entry;
    }

    private static Map<String, String> steadyState(SteadyStateResult state) {
        Map<String, String> entry = new LinkedHashMap<>();
        String prefix = "reliability.steady-state." + state.name() + ".";
        entry.put(prefix + "samples", String.valueOf(state.samples()));
        entry.put(prefix + "failed", String.valueOf(state.failed()));
        entry.put(prefix + "failed-share", share(state));
        entry.put(prefix + "longest-outage", state.longestOutage().toString());
        state.recoveredAfter().ifPresent(after -> entry.put(prefix + "recovered-after", after.toString()));
        state.pooledRecoveredAfter().ifPresent(after -> entry.put(prefix + "recovered-after-pooled", after.toString()));
        return entry;
    }

    /** From 0 to 1, to four digits. */
    private static String share(SteadyStateResult state) {
        double share = state.samples() == 0 ? 0 : (double) state.failed() / state.samples();
        return Durations.plain(BigDecimal.valueOf(share).setScale(4, RoundingMode.HALF_UP));
    }

    private static Map<String, String> fault(FaultResult fault) {
        Map<String, String> entry = new LinkedHashMap<>();
        String prefix = "reliability.fault." + fault.name() + ".";
        entry.put(prefix + "bite", fault.bite());
        fault.bittenAfter().ifPresent(after -> entry.put(prefix + "bitten-after", after.toString()));
        fault.lasted().ifPresent(lasted -> entry.put(prefix + "lasted", lasted.toString()));
        return entry;
    }

    private static Map<String, String> failover(FailoverResult failover) {
        Map<String, String> entry = new LinkedHashMap<>();
        String prefix = "reliability.failover." + failover.name() + ".";
        entry.put(prefix + "last-old", failover.lastOld().toString());
        entry.put(prefix + "first-new", failover.firstNew().toString());
        failover.failedBack().ifPresent(way -> {
            entry.put(prefix + "back-last-new", way.lastNew().toString());
            entry.put(prefix + "back-first-old", way.firstOld().toString());
        });
        return entry;
    }

    private static Map<String, String> alarm(AlarmResult alarm) {
        Map<String, String> entry = new LinkedHashMap<>();
        String prefix = "reliability.alarm." + alarm.name() + ".";
        entry.put(prefix + "last-state", alarm.lastState());
        alarm.firedAfter().ifPresent(after -> entry.put(prefix + "fired-after", after.toString()));
        return entry;
    }
}
