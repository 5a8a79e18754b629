package dev.reliability.internal.runner;

import dev.reliability.experiment.AlarmResult;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FailoverResult;
import dev.reliability.experiment.FaultResult;
import dev.reliability.experiment.SteadyStateResult;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import dev.reliability.internal.sample.Sample;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a run in the layout of the Chaos Toolkit's journal (its reference, "Journal"), with our measurements under
 * {@code reliability}.
 */
final class RunJournal {

    private final Execution run;
    private final Instant started;

    RunJournal(Execution run, Instant started) {
        this.run = run;
        this.started = started;
    }

    Map<String, Object> snapshot(@Nullable ExperimentResult result) {
        Map<String, Object> journal = new LinkedHashMap<>();
        journal.put("chaoslib-version", "reliability");
        journal.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        journal.put("node", Host.NAME);
        journal.put("experiment", experiment());
        journal.put("start", text(started));
        journal.put("status", result == null ? null : status(result.verdict()));
        journal.put("deviated", result != null && result.verdict() == Verdict.FAILED);
        journal.put("steady_states", steadyStates());
        journal.put("run", activities());
        journal.put("rollbacks", rollbacks());
        if (result != null) {
            Instant end = run.ticker.now();
            journal.put("end", text(end));
            journal.put("duration", Duration.between(started, end).toNanos() / 1e9);
        }
        journal.putAll(run.door.chapters(result));
        journal.put("reliability", measurements(result));
        return journal;
    }

    private static String status(Verdict verdict) {
        return switch (verdict) {
            case PASSED, FAILED -> "completed";
            case INCONCLUSIVE -> "failed";
            case ABORTED -> "interrupted";
            case ERROR -> "aborted";
        };
    }

    private Map<String, Object> experiment() {
        Map<String, Object> experiment = new LinkedHashMap<>();
        experiment.put("title", run.plan.title());
        experiment.put("description", run.plan.title());
        Map<String, Object> hypothesis = new LinkedHashMap<>();
        hypothesis.put("title", "steady state");
        hypothesis.put("probes", run.states.stream().map(this::probe).toList());
        experiment.put("steady-state-hypothesis", hypothesis);
        experiment.put(
                "method",
                run.faults.stream()
                        .map(fault -> activity("action", fault.name(), fault.description()))
                        .toList());
        experiment.put("rollbacks", List.of());
        return experiment;
    }

    private Map<String, Object> probe(StateWatch state) {
        Map<String, Object> probe = activity("probe", state.plan().name(), "sample");
        probe.put("tolerance", true);
        return probe;
    }

    private static Map<String, Object> activity(String type, String name, String does) {
        Map<String, Object> activity = new LinkedHashMap<>();
        activity.put("type", type);
        activity.put("name", name);
        activity.put("provider", Map.of("type", "reliability", "func", does));
        return activity;
    }

    private Map<String, Object> steadyStates() {
        Map<String, Object> states = new LinkedHashMap<>();
        long from = run.windowFrom.orElse(Long.MAX_VALUE);
        long to = run.windowTo.orElse(Long.MAX_VALUE);
        states.put("before", part(When.BEFORE, run.begin, from));
        states.put(
                "after",
                run.recoveryFrom == Long.MAX_VALUE ? null : part(When.AFTER, run.recoveryFrom, Long.MAX_VALUE));
        List<Object> during = new ArrayList<>();
        if (run.windowFrom.isPresent()) {
            during.add(part(When.DURING, from, to));
        }
        states.put("during", during);
        return states;
    }

    private Map<String, Object> part(When part, long from, long to) {
        List<Map<String, Object>> probes = new ArrayList<>();
        boolean met = true;
        for (StateWatch state : run.states) {
            if (state.in(part)) {
                List<Sample> samples = state.samples(from, to);
                Optional<Sample> last =
                        samples.isEmpty() ? Optional.empty() : Optional.of(samples.get(samples.size() - 1));
                boolean good = last.filter(Sample::good).isPresent();
                met &= good;
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("activity", probe(state));
                entry.put(
                        "output", last.map(sample -> sample.observation().got()).orElse(null));
                last.ifPresent(sample -> {
                    entry.put("start", at(sample.started()));
                    entry.put("status", "succeeded");
                    entry.put("end", at(sample.ended()));
                    entry.put("duration", (sample.ended() - sample.started()) / 1e9);
                });
                entry.put("tolerance_met", good);
                entry.put("samples", samples.size());
                probes.add(entry);
            }
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("steady_state_met", met);
        all.put("probes", probes);
        return all;
    }

    private List<Map<String, Object>> activities() {
        List<Map<String, Object>> activities = new ArrayList<>();
        for (FaultRun fault : run.faults) {
            if (fault.injectedAt().isPresent()) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("activity", activity("action", fault.name(), fault.description()));
                entry.put("output", fault.evidence().what());
                times(entry, fault.injectedAt(), fault.bittenAt());
                entry.put("status", fault.injectionFailure().isEmpty() ? "succeeded" : "failed");
                fault.injectionFailure().ifPresent(e -> entry.put("exception", List.of(e.toString())));
                activities.add(entry);
            }
        }
        if (run.body.isEnded()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("activity", activity("action", "test body", run.plan.title()));
            entry.put("output", null);
            entry.put("end", at(run.body.endedAt()));
            entry.put("status", run.body.thrown().isEmpty() ? "succeeded" : "failed");
            run.body.thrown().ifPresent(thrown -> entry.put("exception", List.of(thrown.toString())));
            activities.add(entry);
        }
        return activities;
    }

    private List<Map<String, Object>> rollbacks() {
        List<Map<String, Object>> rollbacks = new ArrayList<>();
        for (FaultRun fault : run.faults) {
            if (fault.revertBeganAt().isPresent()) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("activity", activity("action", "revert " + fault.name(), "revert"));
                entry.put("output", fault.residue());
                times(entry, fault.revertBeganAt(), fault.revertedAt());
                entry.put("status", fault.reverted() && fault.residue().isEmpty() ? "succeeded" : "failed");
                rollbacks.add(entry);
            }
        }
        return rollbacks;
    }

    private void times(Map<String, Object> entry, OptionalLong from, OptionalLong to) {
        from.ifPresent(nanos -> entry.put("start", at(nanos)));
        to.ifPresent(nanos -> entry.put("end", at(nanos)));
        if (from.isPresent() && to.isPresent()) {
            entry.put("duration", (to.getAsLong() - from.getAsLong()) / 1e9);
        }
    }

    private Map<String, Object> measurements(@Nullable ExperimentResult result) {
        Map<String, Object> measured = new LinkedHashMap<>();
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
                    result.steadyStates().stream().map(RunJournal::steadyState).toList());
            measured.put(
                    "faults", result.faults().stream().map(RunJournal::fault).toList());
            measured.put(
                    "failovers",
                    result.failovers().stream().map(RunJournal::failover).toList());
            measured.put(
                    "detected-after",
                    result.detectedAfter().map(RunJournal::seconds).orElse(null));
            measured.put(
                    "alarms", result.alarms().stream().map(RunJournal::alarm).toList());
        }
        measured.put(
                "events",
                run.console.events().stream()
                        .map(event ->
                                Map.of("at", text(event.at()), "after", seconds(event.after()), "text", event.text()))
                        .toList());
        return measured;
    }

    private static Map<String, Object> steadyState(SteadyStateResult state) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", state.name());
        map.put("samples", state.samples());
        map.put("failed", state.failed());
        map.put("longest-outage", seconds(state.longestOutage()));
        map.put("outage-began", state.outageBegan().map(RunJournal::seconds).orElse(null));
        map.put(
                "recovered-after",
                state.recoveredAfter().map(RunJournal::seconds).orElse(null));
        map.put(
                "recovered-after-pooled",
                state.pooledRecoveredAfter().map(RunJournal::seconds).orElse(null));
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
        map.put("injected-after", fault.injectedAfter().map(RunJournal::seconds).orElse(null));
        map.put("bitten-after", fault.bittenAfter().map(RunJournal::seconds).orElse(null));
        map.put("lasted", fault.lasted().map(RunJournal::seconds).orElse(null));
        map.put("residue", fault.residue());
        map.put("measurements", fault.measurements());
        return map;
    }

    private static Map<String, Object> failover(FailoverResult failover) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", failover.name());
        map.put("last-old", seconds(failover.lastOld()));
        map.put("first-new", seconds(failover.firstNew()));
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
        map.put("fired-after", alarm.firedAfter().map(RunJournal::seconds).orElse(null));
        map.put("last-state", alarm.lastState());
        return map;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private String at(long nanos) {
        return text(started.plusNanos(nanos - run.begin));
    }

    private static String text(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC).toString().replace("Z", "+00:00");
    }

    private static final class Host {

        static final String NAME = name();

        private static String name() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "unknown";
            }
        }
    }
}
