package dev.reliability.internal.docker;

import dev.reliability.internal.shell.Quoting;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an engine does to a container as a whole. The engine keeps no lease, so a {@link ContainerGuard} does: it undoes the fault when
 * this JVM ends, or when the time is over.
 */
abstract class GuardedFault implements Fault {

    static final String ENGINE = "engine";

    static final Duration LATE = Duration.ofSeconds(5);
    private static final Duration RETURN = Duration.ofMinutes(1);

    final DockerTarget target;
    final DockerEngine engine;
    final Container before;
    private final String kind;
    private final Undo undo;
    private final Duration atMost;
    private volatile @Nullable ContainerGuard guard;
    private volatile boolean unanswered;
    private @Nullable Long answersSince;
    private @Nullable Watch watch;
    private @Nullable Evidence bite;
    private @Nullable Instant began;
    private volatile Optional<String> meanwhile = Optional.empty();
    private volatile boolean forGood;

    /**
     * A fault that is not injected yet.
     *
     * @param kind as reports say it
     * @param atMost how long it may last, should nobody end it
     */
    GuardedFault(DockerTarget target, Container before, String kind, Undo undo, Duration atMost) {
        this.target = target;
        this.engine = target.engine();
        this.before = before;
        this.kind = kind;
        this.undo = undo;
        this.atMost = atMost.plus(LATE);
    }

    /** Gives the order; what takes long goes on after this returns. */
    abstract void act();

    /** How long the order may take to be carried out, so that it may be later than its undoing when this JVM ends. */
    abstract Duration onItsWay();

    /** Whether it bit, seen from a container that is there. */
    abstract Evidence seen(Container now);

    /** Says why it is not in force any more, seen from a container that is there. */
    abstract Optional<String> loss(Container now);

    /** Says what somebody else undid and did again between two looks, as the engine remembers it. */
    Optional<String> meanwhile(Instant since) {
        return Optional.empty();
    }

    /** What is done, in words: {@code Pausing container web}. */
    abstract String deed();

    /** What its end is, in words: {@code It goes on}. */
    abstract String end();

    @Override
    public String description() {
        return kind + " of " + target.name();
    }

    @Override
    public List<String> effects() {
        return List.of(
                deed(),
                end() + " as soon as this JVM ends, and at most " + Durations.limit(atMost) + " after it began");
    }

    @Override
    public UndoRecord undo() {
        Map<String, String> data = new LinkedHashMap<>(undo.data());
        data.put(ENGINE, engine.address());
        return new UndoRecord(description(), DockerAddress.of(before), data);
    }

    final Optional<Container> now() {
        return engine.container(before.id());
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

    @Override
    public synchronized void inject() throws Exception {
        guard = ContainerGuard.arm(engine, before, undo, atMost, onItsWay());
        began = engine.now();
        try {
            act();
        } catch (DockerException e) {
            failed(e);
            throw e;
        }
    }

    /** Takes note of why the order failed. */
    final void failed(Throwable why) {
        unanswered = why instanceof DockerException asked && asked.unanswered();
    }

    @Override
    public synchronized Evidence evidence() {
        if (watch != null && began != null) {
            watch.look();
            meanwhile = meanwhile(began);
            Optional<String> loss = lost();
            if (loss.isPresent()) {
                return Evidence.none("is not in force", loss.get());
            }
        }
        Optional<Container> found = now();
        if (found.isEmpty()) {
            return Evidence.none("cannot be undone", "container " + before.name() + " was removed by somebody else");
        }
        Evidence seen = seen(found.get());
        if (!seen.bitten()) {
            return seen;
        }
        if (bite == null) {
            bite = seen;
            watch = new Watch(
                    engine,
                    before.id(),
                    now -> now.isEmpty()
                            ? Optional.of("container " + before.name() + " was removed")
                            : loss(now.get()));
        }
        return bite;
    }

    @Override
    public synchronized Optional<String> lost() {
        return watch == null ? Optional.empty() : watch.loss().or(() -> meanwhile);
    }

    @Override
    public synchronized void revert() {
        if (watch != null) {
            watch.close();
        }
        if (began != null) {
            undo.play(engine, before.id());
        }
        if (guard != null && !mayStillCome()) {
            guard.close();
            guard = null;
        }
    }

    /** An engine that was frozen, and answers again, may do next what it was asked for before. */
    private boolean mayStillCome() {
        if (answersSince == null) {
            answersSince = System.nanoTime();
        }
        return unanswered && System.nanoTime() - answersSince < onItsWay().toNanos();
    }

    @Override
    public List<String> residue() {
        if (guard != null && unanswered) {
            return List.of("the engine gave no answer to the order, so it may still be carried out");
        }
        Optional<Container> now = now();
        List<String> left = now.map(undo::left).orElse(List.of());
        Optional<String> obstacle = now.isEmpty()
                ? Optional.of("container " + before.name() + " was removed by somebody else")
                : left.isEmpty() ? Optional.empty() : undo.obstacle(engine);
        forGood = obstacle.isPresent();
        return obstacle.map(List::of).orElse(left);
    }

    @Override
    public Optional<String> remedy() {
        return Optional.of("docker -H " + Quoting.quote(engine.address()) + " " + undo.command(before.name()));
    }

    /** What was removed does not come back. */
    @Override
    public boolean mayHeal() {
        return !forGood;
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
        return unanswered ? RETURN.plus(onItsWay()) : RETURN;
    }
}
