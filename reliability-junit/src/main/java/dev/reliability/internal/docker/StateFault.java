package dev.reliability.internal.docker;

import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Threads;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A container that the engine stops, kills or freezes as a whole; it is started again, or goes on, at the revert. */
final class StateFault extends GuardedFault {

    private final Act act;
    private @Nullable CompletableFuture<Void> order;

    /**
     * What is done.
     *
     * @param kind the fault's kind, as reports say it
     * @param signal name of the signal of a kill; empty for a stop; {@code STOP} freezes
     * @param reboot whether it is started again at once
     * @param replaced whether somebody else may start it again
     */
    record Act(String kind, String signal, boolean reboot, boolean replaced) {

        boolean freezes() {
            return signal.equals("STOP");
        }

        Undo undo() {
            return freezes() ? new Undo.Unpause() : new Undo.Start();
        }
    }

    /** @param atMost how long it may last, should nobody end it */
    StateFault(DockerTarget target, Container before, Act act, Duration atMost) {
        super(target, before, act.kind(), act.undo(), atMost);
        this.act = act;
    }

    @Override
    String deed() {
        if (act.freezes()) {
            return "Pausing container " + before.name();
        }
        return act.signal().isEmpty()
                ? "Stopping container " + before.name() + ", which has " + Durations.limit(before.stopTimeout())
                        + " to end by itself"
                : "Sending " + act.signal() + " to the first process of container " + before.name();
    }

    @Override
    String end() {
        return act.freezes() ? "It goes on" : "It is started again";
    }

    @Override
    Duration onItsWay() {
        return act.freezes() ? LATE : before.stopTimeout().plus(LATE);
    }

    @Override
    void act() {
        if (act.freezes()) {
            engine.pause(before);
        } else {
            // a container takes its time to end; it is down when it is seen to be down
            order = CompletableFuture.runAsync(this::takeDown, Threads.backEnds());
        }
    }

    private void takeDown() {
        if (act.signal().isEmpty()) {
            engine.stop(before);
        } else {
            engine.kill(before, act.signal());
        }
        if (act.reboot()) {
            engine.start(before);
        }
    }

    @Override
    Evidence seen(Container now) {
        if (order != null && order.isCompletedExceptionally()) {
            await(order);
        }
        boolean anew = !now.startedAt().equals(before.startedAt());
        if (act.freezes() ? !now.paused() : now.running() && !anew) {
            return Evidence.none(
                    act.freezes() ? "froze nothing" : "ended nothing", "container " + before.name() + " still runs");
        }
        return Evidence.bite("container " + before.name()
                + (act.freezes() ? " is paused" : anew ? " went down and was started anew" : " is down"));
    }

    @Override
    Optional<String> loss(Container now) {
        if (act.freezes()) {
            return now.paused() ? Optional.empty() : Optional.of("container " + before.name() + " goes on");
        }
        return now.running() && !act.reboot() && !act.replaced()
                ? Optional.of("container " + before.name() + " was started again by somebody else")
                : Optional.empty();
    }

    @Override
    Optional<String> meanwhile(Instant since) {
        if (act.reboot() || act.replaced() || !engine.happened(before, act.freezes() ? "unpause" : "start", since)) {
            return Optional.empty();
        }
        return Optional.of("container " + before.name()
                + (act.freezes() ? " went on for a while" : " was started for a while by somebody else"));
    }

    private static void await(CompletableFuture<Void> order) {
        try {
            order.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public synchronized void revert() {
        if (order != null) {
            // one that is still on its way down would not be started
            order.handle((done, failed) -> Optional.ofNullable(failed))
                    .join()
                    .ifPresent(failed -> failed(failed instanceof CompletionException ? failed.getCause() : failed));
        }
        super.revert();
    }

    @Override
    public List<String> residue() {
        Optional<String> health = now().filter(Container::running)
                .flatMap(Container::health)
                .filter(text -> before.health().filter("healthy"::equals).isPresent() && !text.equals("healthy"));
        return health.isPresent()
                ? List.of(
                        "container " + before.name() + " was started again and is not healthy yet but " + health.get())
                : super.residue();
    }

    @Override
    public Duration timeToProve() {
        return before.stopTimeout().plus(Duration.ofSeconds(20));
    }

    @Override
    public boolean excludes(Fault other) {
        return true;
    }
}
