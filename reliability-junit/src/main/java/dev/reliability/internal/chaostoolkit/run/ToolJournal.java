package dev.reliability.internal.chaostoolkit.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened in a run, in the tool's terms. Thread-safe. */
final class ToolJournal {
    private final Map<String, @Nullable Object> experiment;
    private final Masking masking;
    private @Nullable State before;
    private @Nullable State after;
    private @Nullable State recovered;
    private final List<State> during = new ArrayList<>();
    private final List<Entry> run = new ArrayList<>();
    private final List<Entry> rollbacks = new ArrayList<>();
    private @Nullable String status;
    private boolean deviated;

    /** One check of the hypothesis. */
    static final class State {
        private final List<Entry> probes = new ArrayList<>();
        private boolean met = true;

        synchronized void add(Entry probe) {
            probes.add(probe);
        }

        synchronized void broken() {
            met = false;
        }

        synchronized boolean met() {
            return met;
        }

        /** Whether every probe gave an answer. */
        synchronized boolean answered() {
            return probes.stream().allMatch(Entry::succeeded);
        }

        synchronized Map<String, @Nullable Object> map(Masking masking) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            map.put("steady_state_met", met);
            map.put("probes", probes.stream().map(probe -> probe.map(masking)).toList());
            return map;
        }
    }

    /**
     * Begins.
     *
     * @param experiment the file's copy, masked
     */
    ToolJournal(Map<String, @Nullable Object> experiment, Masking masking) {
        this.experiment = experiment;
        this.masking = masking;
    }

    synchronized void before(State state) {
        before = state;
    }

    synchronized void during(State state) {
        during.add(state);
    }

    synchronized void after(State state) {
        after = state;
    }

    /** Once everything is undone; the last look counts. */
    synchronized void recovered(State state) {
        recovered = state;
    }

    /** Whether it did not hold when everything was undone. */
    synchronized boolean stayedBroken() {
        return recovered != null && !recovered.met();
    }

    synchronized void played(Entry entry) {
        run.add(entry);
    }

    synchronized void rolledBack(Entry entry) {
        rollbacks.add(entry);
    }

    synchronized void status(String newStatus) {
        status = newStatus;
    }

    synchronized @Nullable String status() {
        return status;
    }

    synchronized void deviated() {
        deviated = true;
    }

    synchronized boolean hasDeviated() {
        return deviated;
    }

    synchronized List<Map<String, @Nullable Object>> runEntries() {
        return run.stream().map(entry -> entry.map(masking)).toList();
    }

    synchronized List<Map<String, @Nullable Object>> rollbackEntries() {
        return rollbacks.stream().map(entry -> entry.map(masking)).toList();
    }

    /** The entries of the journal that the tool has and that are not the same for every run. */
    synchronized Map<String, @Nullable Object> chapters() {
        Map<String, @Nullable Object> chapters = new LinkedHashMap<>();
        chapters.put("experiment", experiment);
        Map<String, @Nullable Object> states = new LinkedHashMap<>();
        states.put("before", before == null ? null : before.map(masking));
        states.put("after", after == null ? null : after.map(masking));
        states.put("during", during.stream().map(state -> state.map(masking)).toList());
        if (recovered != null) {
            states.put("recovered", recovered.map(masking));
        }
        chapters.put("steady_states", states);
        chapters.put("run", runEntries());
        chapters.put("rollbacks", rollbackEntries());
        return chapters;
    }
}
