package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.model.Activity;
import dev.reliability.internal.time.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Activities in the background. Each has its place in the journal before the ones that come after it in the file. */
final class Background {
    /** Controls are called before an activity has its place, and may take their time. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final List<CompletableFuture<Void>> started = new ArrayList<>();

    /**
     * Starts one, and waits until it is in the journal, or pauses before that.
     *
     * @param play plays it, and calls what it is given when it is in the journal
     */
    void start(Activity activity, Consumer<Runnable> play) {
        CountDownLatch placed = new CountDownLatch(1);
        started.add(CompletableFuture.runAsync(() -> play.accept(placed::countDown), Threads.backEnds())
                .whenComplete((nothing, thrown) -> placed.countDown()));
        if (activity.pauseBefore() != null) {
            return;
        }
        try {
            boolean unused = placed.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<CompletableFuture<Void>> started() {
        return List.copyOf(started);
    }
}
