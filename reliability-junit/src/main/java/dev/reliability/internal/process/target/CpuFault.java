package dev.reliability.internal.process.target;

import dev.reliability.internal.process.CpuBurn;
import dev.reliability.spi.Address;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes CPU time away from everything on this machine, by a process that ends by itself. */
final class CpuFault implements Fault {

    private static final Duration PROOF = Duration.ofMillis(100);

    private final String target;
    private final Address address;
    private final int cores;
    private final int percent;
    private final Duration atMost;
    private @Nullable CpuBurn burn;

    CpuFault(String target, Address address, int cores, int percent, Duration atMost) {
        this.target = target;
        this.address = address;
        this.cores = cores;
        this.percent = percent;
        this.atMost = atMost;
    }

    @Override
    public String description() {
        return "cpu load of " + target;
    }

    @Override
    public UndoRecord undo() {
        return new UndoRecord(description(), address, Map.of());
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(10);
    }

    @Override
    public Duration retryInterval() {
        return Duration.ofMillis(50);
    }

    /** On a machine that has no idle processor left, nobody could tell the load from what was there before. */
    @Override
    public Optional<String> alreadySo() {
        return MachineLoad.isFull() ? Optional.of("all cores of this machine were busy already") : Optional.empty();
    }

    @Override
    public synchronized void inject() {
        burn = CpuBurn.start(cores, percent, atMost);
    }

    @Override
    public synchronized Evidence evidence() {
        Duration consumed = burn == null ? Duration.ZERO : burn.consumed();
        Duration enough = PROOF.multipliedBy((long) cores * percent).dividedBy(100);
        Evidence evidence = consumed.compareTo(enough) >= 0
                ? Evidence.bite(cores + (cores == 1 ? " core" : " cores") + " loaded to " + percent + " %")
                : Evidence.none("consumed nothing", "it got " + consumed.toMillis() + " ms of CPU time");
        return evidence.with("cpu-seconds", consumed.toMillis() / 1000.0);
    }

    @Override
    public synchronized void revert() {
        if (burn != null) {
            burn.close();
        }
    }

    @Override
    public synchronized List<String> residue() {
        return burn != null && burn.isRunning()
                ? List.of("process " + burn.pid() + " is still burning CPU")
                : List.of();
    }

    @Override
    public synchronized Optional<String> remedy() {
        return Optional.of(burn == null ? "nothing" : "kill -9 " + burn.pid());
    }

    @Override
    public Duration expectedTimeToHeal() {
        return Duration.ofSeconds(2);
    }

    @Override
    public boolean excludes(Fault other) {
        return other instanceof CpuFault;
    }
}
