package dev.reliability.internal.runner;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.spi.Address;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.Floor;
import dev.reliability.spi.Right;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A fault that does what a test says, and counts how often it was asked to. */
public final class ScriptedFault implements Fault {

    private final String description;
    private volatile Supplier<UndoRecord> undo;
    private volatile Callable<Evidence> evidence = () -> Evidence.bite("it bit");
    private volatile Callable<List<String>> residue = List::of;
    private volatile List<String> stays = List.of();
    private volatile Callable<Optional<String>> alreadySo = Optional::empty;
    private volatile Callable<String> injected = () -> "";
    private volatile Callable<String> healed = () -> "";
    private volatile Supplier<OptionalInt> takes = OptionalInt::empty;
    private volatile Optional<Floor> floor = Optional.empty();
    private volatile Set<Right> rights = Set.of();
    private final AtomicInteger injections = new AtomicInteger();
    private final AtomicInteger reverts = new AtomicInteger();
    private volatile long injectedAt;

    public ScriptedFault(String description, String address) {
        this.description = description;
        this.undo = () -> new UndoRecord(description, Address.parse(address), Map.of());
    }

    public ScriptedFault evidence(Callable<Evidence> newEvidence) {
        evidence = newEvidence;
        return this;
    }

    public ScriptedFault stays(String... clauses) {
        stays = List.of(clauses);
        return this;
    }

    public ScriptedFault residue(Callable<List<String>> newResidue) {
        residue = newResidue;
        return this;
    }

    public ScriptedFault alreadySo(Callable<Optional<String>> newAlreadySo) {
        alreadySo = newAlreadySo;
        return this;
    }

    public ScriptedFault onInject(Callable<String> action) {
        injected = action;
        return this;
    }

    /** What happens when it is asked how long healing takes, which is on the way to every revert. */
    public ScriptedFault onHeal(Callable<String> action) {
        healed = action;
        return this;
    }

    public ScriptedFault taking(int things) {
        return taking(() -> OptionalInt.of(things));
    }

    public ScriptedFault taking(Supplier<OptionalInt> newTakes) {
        takes = newTakes;
        return this;
    }

    public ScriptedFault floor(Floor newFloor) {
        floor = Optional.of(newFloor);
        return this;
    }

    public ScriptedFault rights(Right... newRights) {
        rights = Set.of(newRights);
        return this;
    }

    /** Puts this fault into a plan, on the process with an id. */
    public FaultSpec on(long pid) {
        return FaultSpec.of("scripted", "process:" + pid).plannedBy((target, request) -> this);
    }

    public int injections() {
        return injections.get();
    }

    /** Returns how long ago it was injected. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - injectedAt);
    }

    public int reverts() {
        return reverts.get();
    }

    @Override
    public String description() {
        return description;
    }

    /** What is written down before it is injected. */
    public ScriptedFault undo(Supplier<UndoRecord> newUndo) {
        undo = newUndo;
        return this;
    }

    @Override
    public UndoRecord undo() {
        return undo.get();
    }

    @Override
    public Optional<String> alreadySo() throws Exception {
        return alreadySo.call();
    }

    @Override
    public void inject() throws Exception {
        injectedAt = System.nanoTime();
        injections.incrementAndGet();
        injected.call();
    }

    @Override
    public Evidence evidence() throws Exception {
        return evidence.call();
    }

    @Override
    public void revert() {
        reverts.incrementAndGet();
    }

    @Override
    public List<String> residue() throws Exception {
        return residue.call();
    }

    @Override
    public List<String> stays() {
        return stays;
    }

    @Override
    public OptionalInt takes() {
        return takes.get();
    }

    @Override
    public Optional<Floor> floor() {
        return floor;
    }

    @Override
    public Set<Right> rights() {
        return rights;
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(10);
    }

    @Override
    public Duration expectedTimeToHeal() {
        try {
            healed.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Duration.ZERO;
    }
}
