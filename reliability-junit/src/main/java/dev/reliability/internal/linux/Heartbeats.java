package dev.reliability.internal.linux;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One thread that tells all agents that we are alive: when this process stops, so does the telling. */
final class Heartbeats {

    private static final Map<Agent, Future<?>> BEATING = new ConcurrentHashMap<>();

    private static final ScheduledExecutorService THREAD = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "reliability-heartbeats");
        thread.setDaemon(true);
        return thread;
    });

    private Heartbeats() {}

    static void keep(Agent agent, Duration every) {
        BEATING.computeIfAbsent(
                agent,
                unused -> THREAD.scheduleAtFixedRate(
                        () -> {
                            if (!agent.beat()) {
                                forget(agent);
                            }
                        },
                        0,
                        every.toMillis(),
                        TimeUnit.MILLISECONDS));
    }

    static void forget(Agent agent) {
        Future<?> beating = BEATING.remove(agent);
        if (beating != null) {
            beating.cancel(false);
        }
    }
}
