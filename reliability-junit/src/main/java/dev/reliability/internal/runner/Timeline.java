package dev.reliability.internal.runner;

import dev.reliability.internal.sample.Intervals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** When everything happened in a run, and what was sampled: in seconds since its begin, latencies in milliseconds. */
final class Timeline {

    private static final List<String> COLUMNS = List.of("at", "samples", "failed", "mean-ms", "slowest-ms", "seen");

    private final Execution run;
    private final History history;

    Timeline(Execution run, History history) {
        this.run = run;
        this.history = history;
    }

    Map<String, Object> moments() {
        Map<String, Object> moments = new LinkedHashMap<>();
        moments.put("now", since(run.ticker.nanos()));
        moments.put("bite", since(history.firstBite()));
        moments.put("body-ended", history.body().ended() ? since(history.body().at()) : null);
        moments.put("recovery-began", since(history.recoveryBegan()));
        List<Object> faults = new ArrayList<>();
        for (FaultHistory fault : history.faults()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", fault.name());
            map.put("description", fault.description());
            map.put("injected", since(fault.injectedAt()));
            map.put("bitten", since(fault.bittenAt()));
            map.put("revert-began", since(fault.revertBeganAt()));
            map.put("reverted", since(fault.revertedAt()));
            faults.add(map);
        }
        moments.put("faults", faults);
        return moments;
    }

    List<Object> series() {
        List<Object> all = new ArrayList<>();
        for (StateWatch state : run.states) {
            all.add(series(state, "fresh", state.freshIntervals()));
            state.keptIntervals().ifPresent(kept -> all.add(series(state, "kept", kept)));
        }
        return all;
    }

    /** Returns what the test body asked by HTTP. */
    List<Object> calls() {
        List<Object> all = new ArrayList<>();
        for (BodyCalls.Call call : run.body.calls().all()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("at", since(call.began()));
            map.put("method", call.method());
            map.put("url", call.url());
            map.put("ms", millis(call.took()));
            if (call.failure().isEmpty()) {
                map.put("status", call.status());
            } else {
                map.put("failure", call.failure());
            }
            all.add(map);
        }
        return all;
    }

    private Map<String, Object> series(StateWatch state, String connections, Intervals intervals) {
        Intervals.Copy copy = intervals.copy();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", state.plan().name());
        map.put("connections", connections);
        map.put("columns", COLUMNS);
        map.put("points", copy.intervals().stream().map(this::point).toList());
        map.put("words", copy.words());
        return map;
    }

    private List<Object> point(Intervals.Interval one) {
        return Arrays.asList(
                since(one.from()),
                one.samples(),
                one.failed(),
                millis(one.nanos() / one.samples()),
                millis(one.slowest()),
                one.seen() < 0 ? null : one.seen());
    }

    private static BigDecimal millis(long nanos) {
        return BigDecimal.valueOf(nanos, 6).setScale(3, RoundingMode.HALF_UP);
    }

    private @Nullable BigDecimal since(OptionalLong nanos) {
        return nanos.isPresent() ? since(nanos.getAsLong()) : null;
    }

    private BigDecimal since(long nanos) {
        return BigDecimal.valueOf(nanos - run.begin, 9).setScale(3, RoundingMode.HALF_UP);
    }
}
