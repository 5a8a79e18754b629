package dev.reliability.internal.docker;

import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Threads;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A container that is stopped, killed or frozen as a whole, by the engine; it is started again, or goes on, at the revert. The engine
 * keeps no lease, so a {@link ContainerGuard} does: it undoes the fault when this JVM ends, or when the time is over.
 */
final class StateFault implements Fault {

    static final String ENGINE = "engine";
    static final String UNDO = "undo";

    private static final Duration LATE = Duration.ofSeconds(5);
    private static final Duration RETURN = Duration.ofMinutes(1);

    private final DockerTarget target;
    private final DockerEngine engine;
    private final Container before;
    private final Act act;
    private final Duration atMost;
    private @Nullable ContainerGuard guard;
    private @Nullable CompletableFuture<Void> order;
    private @Nullable Watch watch;
    private @Nullable Evidence bite;
    private volatile boolean gone;

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

        String undo() {
            return freezes() ? "unpause" : "start";
        }
    }

    /** @param atMost how long it may last, should nobody end it */
    StateFault(DockerTarget target, Container before, Act act, Duration atMost) {
        this.target = target;
        this.engine = target.engine();
        this.before = before;
        this.act = act;
        this.atMost = atMost.plus(LATE);
    }

    @Override
    public String description() {
        return act.kind() + " of " + target.name();
    }

    @Override
    public List<String> effects() {
        String what = act.freezes()
                ? "Pausing container " + before.name()
                : act.signal().isEmpty()
                        ? "Stopping container " + before.name() + ", which has " + Durations.limit(before.stopTimeout())
                                + " to end by itself"
                        : "Sending " + act.signal() + " to the first process of container " + before.name();
        String end = act.freezes() ? "It goes on" : "It is started again";
        return List.of(
                what, end + " as soon as this JVM ends, and at most " + Durations.limit(atMost) + " after it began");
    }

    @Override
    public UndoRecord undo() {
        return new UndoRecord(
                description(), DockerAddress.of(before), Map.of(ENGINE, engine.address(), UNDO, act.undo()));
    }

    @Override
    public Optional<String> alreadySo() {
        Optional<Container> now = now();
        if (now.isEmpty()) {
            return Optional.of("container " + before.name() + " was removed already");
        }
        return now.get()
                .down()
                .or(() -> Optional.of("was paused already")
                        .filter(unused -> now.get().paused()))
                .map(how -> "container " + before.name() + " " + how);
    }

    private Optional<Container> now() {
        return engine.container(before.id());
    }

    @Override
    public synchronized void inject() throws Exception {
        Duration onItsWay = act.freezes() ? Duration.ZERO : before.stopTimeout().plus(LATE);
        guard = ContainerGuard.arm(engine, before, act.undo(), atMost, onItsWay);
        if (act.freezes()) {
            engine.pause(before);
        } else {
            // a container takes its time to end; it is down when it is seen to be down
            order = CompletableFuture.runAsync(this::end, Threads.backEnds());
        }
    }

    private void end() {
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
    public synchronized Evidence evidence() {
        if (order != null && order.isCompletedExceptionally()) {
            await(order);
        }
        Optional<Container> found = now();
        if (found.isEmpty()) {
            return Evidence.none("cannot be undone", "container " + before.name() + " was removed by somebody else");
        }
        Container now = found.get();
        boolean anew = !now.startedAt().equals(before.startedAt());
        if (act.freezes() ? !now.paused() : now.running() && !anew) {
            return Evidence.none(
                    act.freezes() ? "froze nothing" : "ended nothing", "container " + before.name() + " still runs");
        }
        if (bite == null) {
            bite = Evidence.bite("container " + before.name()
                    + (act.freezes() ? " is paused" : anew ? " went down and was started anew" : " is down"));
            watch = new Watch(engine, before.id(), this::lossIn);
        }
        return bite;
    }

    private Optional<String> lossIn(Optional<Container> now) {
        if (now.isEmpty()) {
            return Optional.of("container " + before.name() + " was removed");
        }
        if (act.freezes()) {
            return now.get().paused() ? Optional.empty() : Optional.of("container " + before.name() + " goes on");
        }
        return now.get().running() && !act.reboot() && !act.replaced()
                ? Optional.of("container " + before.name() + " was started again by somebody else")
                : Optional.empty();
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
    public synchronized Optional<String> lost() {
        return watch == null ? Optional.empty() : watch.loss();
    }

    @Override
    public synchronized void revert() {
        if (watch != null) {
            watch.close();
        }
        if (order != null) {
            // one that is still on its way down would not be started
            order.handle((done, failed) -> failed).join();
        }
        if (guard != null) {
            undo(engine, before.id(), act.undo());
            guard.close();
            guard = null;
        }
    }

    /** Does nothing to a container that runs, or that is gone. */
    static void undo(DockerEngine engine, String id, String how) {
        Optional<Container> now = engine.container(id);
        if (now.isEmpty()) {
            return;
        }
        if (now.get().paused() && how.equals("unpause")) {
            engine.unpause(now.get());
        } else if (!now.get().running() && how.equals("start")) {
            engine.start(now.get());
        }
    }

    @Override
    public List<String> residue() {
        Optional<Container> now = now();
        gone = now.isEmpty();
        if (now.isPresent()
                && before.health().filter("healthy"::equals).isPresent()
                && now.get().running()) {
            Optional<String> health = now.get().health().filter(text -> !text.equals("healthy"));
            if (health.isPresent()) {
                return List.of(
                        "container " + before.name() + " was started again and is not healthy yet but " + health.get());
            }
        }
        return left(now, before.name(), act.undo());
    }

    /** Says what is left of such a fault. */
    static List<String> left(Optional<Container> now, String name, String how) {
        if (now.isEmpty()) {
            return List.of("container " + name + " was removed by somebody else");
        }
        if (how.equals("unpause")) {
            return now.get().paused() ? List.of("container " + name + " is still paused") : List.of();
        }
        return now.get().down().map(why -> "container " + name + " " + why).stream()
                .toList();
    }

    @Override
    public Optional<String> remedy() {
        return Optional.of("docker -H " + engine.address() + " " + act.undo() + " " + before.name());
    }

    /** One that was removed does not come back. */
    @Override
    public boolean mayHeal() {
        return !gone;
    }

    @Override
    public Duration timeToProve() {
        return before.stopTimeout().plus(Duration.ofSeconds(20));
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(20);
    }

    @Override
    public Duration retryInterval() {
        return Duration.ofMillis(200);
    }

    @Override
    public Duration expectedTimeToHeal() {
        return RETURN;
    }

    @Override
    public boolean excludes(Fault other) {
        return true;
    }
}
