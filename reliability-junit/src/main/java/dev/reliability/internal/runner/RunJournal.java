package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import dev.reliability.internal.sample.Sample;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
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
            journal.put("duration", Measurements.seconds(Duration.between(started, end)));
        }
        journal.putAll(run.door.chapters(result));
        journal.put("reliability", Measurements.of(result, run.console.events()));
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
                run.recovery.from == Long.MAX_VALUE ? null : part(When.AFTER, run.recovery.from, Long.MAX_VALUE));
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
                    entry.put("duration", Measurements.seconds(Duration.ofNanos(sample.ended() - sample.started())));
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
            entry.put("duration", Measurements.seconds(Duration.ofNanos(to.getAsLong() - from.getAsLong())));
        }
    }

    private String at(long nanos) {
        return text(started.plusNanos(nanos - run.begin));
    }

    static String text(Instant instant) {
        return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC) + "+00:00";
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
