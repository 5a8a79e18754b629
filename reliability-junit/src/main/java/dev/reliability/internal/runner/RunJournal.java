package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.Verdict;
import dev.reliability.experiment.When;
import dev.reliability.internal.plan.SteadyState;
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
    /** The version of the tool whose layout this is: its reports choose how to read a journal by it. */
    private static final String LAYOUT = "1.45.0";

    private final Execution run;
    private final Instant started;

    RunJournal(Execution run, Instant started) {
        this.run = run;
        this.started = started;
    }

    Map<String, Object> snapshot(@Nullable ExperimentResult result) {
        History history = History.of(run);
        Map<String, Object> journal = new LinkedHashMap<>();
        journal.put("chaoslib-version", LAYOUT);
        journal.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        journal.put("node", Host.NAME);
        journal.put("experiment", experiment());
        journal.put("start", text(started));
        journal.put("status", result == null ? null : status(result.verdict()));
        journal.put("deviated", result != null && result.verdict() == Verdict.FAILED);
        journal.put("steady_states", steadyStates(history));
        journal.put("run", activities(history));
        journal.put("rollbacks", rollbacks(history));
        if (result != null) {
            Instant end = run.ticker.now();
            journal.put("end", text(end));
            journal.put("duration", Measurements.seconds(Duration.between(started, end)));
        }
        journal.putAll(run.door.chapters().of(result));
        Map<String, Object> measured = Measurements.of(result, history.overlaps(), run.console.events());
        Timeline timeline = new Timeline(run, history);
        measured.put("asked", Asked.of(run.plan));
        measured.put("timeline", timeline.moments());
        measured.put("series", timeline.series());
        measured.put("calls", timeline.calls());
        measured.put("calls-left-out", run.body.calls().leftOut());
        measured.put("notes-left-out", run.console.notesLeftOut());
        journal.put("reliability", measured);
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
        hypothesis.put(
                "probes",
                run.plan.steadyStates().stream()
                        .filter(state -> !state.checked())
                        .map(this::probe)
                        .toList());
        experiment.put("steady-state-hypothesis", hypothesis);
        experiment.put(
                "method",
                run.faults.stream()
                        .map(fault -> activity("action", fault.name(), fault.description()))
                        .toList());
        experiment.put("rollbacks", List.of());
        return experiment;
    }

    private Map<String, Object> probe(SteadyState state) {
        Map<String, Object> probe = activity("probe", state.name(), "sample");
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

    /** What was sampled before the first injection is before; under each fault, it is during. */
    private Map<String, Object> steadyStates(History history) {
        Map<String, Object> states = new LinkedHashMap<>();
        long from = history.stretch().map(Window::from).orElse(Long.MAX_VALUE);
        states.put("before", part(history, When.BEFORE, run.begin, from));
        OptionalLong after = history.recoveryBegan();
        states.put("after", after.isEmpty() ? null : part(history, When.AFTER, after.getAsLong(), Long.MAX_VALUE));
        List<Object> during = new ArrayList<>();
        for (FaultHistory fault : history.faults()) {
            fault.window().ifPresent(window -> {
                Map<String, Object> part = part(history, When.DURING, window.from(), window.to());
                part.put("fault", fault.name());
                during.add(part);
            });
        }
        if (history.faults().isEmpty()) {
            history.stretch().ifPresent(body -> during.add(part(history, When.DURING, body.from(), body.to())));
        }
        states.put("during", during);
        return states;
    }

    private Map<String, Object> part(History history, When part, long from, long to) {
        List<Map<String, Object>> probes = new ArrayList<>();
        boolean met = true;
        for (StateHistory state : history.states()) {
            if (state.in(part)) {
                Optional<Sample> last = state.samples().last(from, to);
                boolean good = last.filter(Sample::good).isPresent();
                met &= good;
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("activity", probe(state.plan()));
                entry.put(
                        "output", last.map(sample -> sample.observation().got()).orElse(null));
                last.ifPresent(sample -> {
                    entry.put("start", at(sample.started()));
                    entry.put("status", "succeeded");
                    entry.put("end", at(sample.ended()));
                    entry.put("duration", Measurements.seconds(Duration.ofNanos(sample.ended() - sample.started())));
                });
                entry.put("tolerance_met", good);
                entry.put("samples", state.samples().count(from, to));
                probes.add(entry);
            }
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("steady_state_met", met);
        all.put("probes", probes);
        return all;
    }

    private List<Map<String, Object>> activities(History history) {
        List<Map<String, Object>> activities = new ArrayList<>();
        for (FaultHistory fault : history.faults()) {
            if (fault.injected()) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("activity", activity("action", fault.name(), fault.description()));
                entry.put("output", fault.evidence().what());
                times(entry, fault.injectedAt(), orNow(fault.bittenAt()));
                entry.put("status", fault.injectionFailure().isEmpty() ? "succeeded" : "failed");
                fault.injectionFailure().ifPresent(e -> entry.put("exception", List.of(Secrets.hidden(e.toString()))));
                activities.add(entry);
            }
        }
        History.Body body = history.body();
        if (body.ended()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("activity", activity("action", "test body", run.plan.title()));
            entry.put("output", null);
            times(
                    entry,
                    OptionalLong.of(Math.min(history.firstBite().orElse(history.begin()), body.at())),
                    OptionalLong.of(body.at()));
            entry.put("status", body.thrown().isEmpty() ? "succeeded" : "failed");
            body.thrown().ifPresent(thrown -> entry.put("exception", List.of(Secrets.hidden(thrown.toString()))));
            activities.add(entry);
        }
        return activities;
    }

    private List<Map<String, Object>> rollbacks(History history) {
        List<Map<String, Object>> rollbacks = new ArrayList<>();
        for (FaultHistory fault : history.faults()) {
            if (fault.revertBeganAt().isPresent()) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("activity", activity("action", "revert " + fault.name(), "revert"));
                entry.put("output", fault.residue());
                times(entry, fault.revertBeganAt(), orNow(fault.revertedAt()));
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

    /** Whoever reads a journal expects an end of everything in it. */
    private OptionalLong orNow(OptionalLong end) {
        return end.isPresent() ? end : OptionalLong.of(run.ticker.nanos());
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
