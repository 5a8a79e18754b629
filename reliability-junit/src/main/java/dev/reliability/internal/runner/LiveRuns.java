package dev.reliability.internal.runner;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that are under way, which the end of the JVM must revert. */
final class LiveRuns {

    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Set<Run> RUNS = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(LiveRuns::stopAll, "reliability-shutdown"));
    }

    private LiveRuns() {}

    static void add(Run run) {
        RUNS.add(run);
    }

    static void remove(Run run) {
        RUNS.remove(run);
    }

    private static void stopAll() {
        List<Run> live = List.copyOf(RUNS);
        live.forEach(run -> run.stop("the end of the test JVM"));
        live.forEach(run -> run.awaitResult(PATIENCE));
    }
}
