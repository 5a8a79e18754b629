package dev.reliability.internal.runner;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.spi.Address;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** A fault that does what a test says, and counts how often it was asked to. */
public final class ScriptedFault implements Fault {

    private final String description;
    private final String address;
    private volatile Callable<Evidence> evidence = () -> Evidence.bite("it bit");
    private volatile Callable<List<String>> residue = List::of;
    private volatile Callable<String> injected = () -> "";
    private volatile Callable<String> healed = () -> "";
    private final AtomicInteger injections = new AtomicInteger();
    private final AtomicInteger reverts = new AtomicInteger();

    public ScriptedFault(String description, String address) {
        this.description = description;
        this.address = address;
    }

    public ScriptedFault evidence(Callable<Evidence> newEvidence) {
        evidence = newEvidence;
        return this;
    }

    public ScriptedFault residue(Callable<List<String>> newResidue) {
        residue = newResidue;
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

    /** Puts this fault into a plan, on the process with an id. */
    public FaultSpec on(long pid) {
        return FaultSpec.of("scripted", "process:" + pid).plannedBy((target, request) -> this);
    }

    public int injections() {
        return injections.get();
    }

    public int reverts() {
        return reverts.get();
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public UndoRecord undo() {
        return new UndoRecord(description, Address.parse(address), Map.of());
    }

    @Override
    public void inject() throws Exception {
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
    public Duration expectedTimeToHeal() {
        try {
            healed.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Duration.ZERO;
    }
}
