package dev.reliability.internal.docker;

import dev.reliability.internal.time.Threads;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Looks at a container again and again while a fault is in force, so that its loss is known without asking. */
final class Watch implements AutoCloseable {

    private static final long EVERY_MILLIS = 250;

    private final DockerEngine engine;
    private final String id;
    private final Function<Optional<Container>, Optional<String>> judge;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final ScheduledFuture<?> task;
    private volatile Optional<String> loss = Optional.empty();

    /** @param judge tells what of the container's state, or of its absence, means that the fault is lost */
    Watch(DockerEngine engine, String id, Function<Optional<Container>, Optional<String>> judge) {
        this.engine = engine;
        this.id = id;
        this.judge = judge;
        this.task = Threads.timer()
                .scheduleWithFixedDelay(
                        () -> Threads.backEnds().execute(this::lookAgain),
                        EVERY_MILLIS,
                        EVERY_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private void lookAgain() {
        if (looking.compareAndSet(false, true)) {
            try {
                look();
            } catch (DockerException e) {
                // one that cannot be asked now is asked again, and told by whoever asks for evidence
                return;
            } finally {
                looking.set(false);
            }
        }
    }

    /** Looks now. */
    void look() {
        Optional<String> now = judge.apply(engine.container(id));
        if (loss.isEmpty()) {
            loss = now;
        }
    }

    Optional<String> loss() {
        return loss;
    }

    @Override
    public void close() {
        task.cancel(false);
    }
}
