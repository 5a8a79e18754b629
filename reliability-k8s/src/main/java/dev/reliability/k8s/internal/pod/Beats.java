package dev.reliability.k8s.internal.pod;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The threads that tell our containers that we are alive; they keep no JVM alive. */
final class Beats {

    static final ScheduledExecutorService THREADS = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "reliability pod heartbeats");
        thread.setDaemon(true);
        return thread;
    });

    private Beats() {}
}
