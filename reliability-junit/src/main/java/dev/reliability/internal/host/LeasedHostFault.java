package dev.reliability.internal.host;

import dev.reliability.internal.linux.LeasedFault;
import dev.reliability.internal.linux.Leftovers;
import dev.reliability.internal.linux.Order;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What faults on hosts have in common: an agent on the target that lives as long as we do, and ends by itself. */
abstract class LeasedHostFault implements Fault {

    final HostTarget target;
    final FaultRequest request;
    final String id = HostTarget.newId();
    private @Nullable LeasedFault leased;
    private List<String> left = List.of();

    LeasedHostFault(HostTarget target, FaultRequest request) {
        this.target = target;
        this.request = request;
    }

    /** Gets everything ready on the target, and holds it. */
    abstract LeasedFault hold();

    final Optional<LeasedFault> leased() {
        return Optional.ofNullable(leased);
    }

    /** The runner ends a fault on time; should it not, the target does, a little later. */
    static Duration cap(FaultRequest request) {
        return request.duration().orElse(HostTarget.LONGEST).plus(HostTarget.LATE);
    }

    final Order order() {
        return new Order(id, Owner.NAME, cap(request), target.lease(), target.longestWait());
    }

    final String lease() {
        return "Ends by itself on the target " + seconds(target.lease()) + " after our last sign of life, and at most "
                + seconds(cap(request)) + " after it began";
    }

    private static String seconds(Duration duration) {
        return Durations.limit(duration);
    }

    @Override
    public String description() {
        return request.kind() + " of " + target.name();
    }

    @Override
    public UndoRecord undo() {
        return target.undo(description(), id);
    }

    @Override
    public boolean preparesTarget() {
        return true;
    }

    @Override
    public synchronized void prepare() {
        leased = hold();
    }

    @Override
    public synchronized void inject() {
        if (leased == null || !leased.held()) {
            leased = hold();
        }
        leased.arm();
    }

    @Override
    public Optional<String> lost() {
        return leased().flatMap(LeasedFault::lost);
    }

    @Override
    public synchronized void revert() {
        left = Residue.words(leased == null ? Leftovers.end(target.shell(), id) : leased.revert());
    }

    @Override
    public synchronized List<String> residue() {
        return left;
    }

    @Override
    public Duration expectedTimeToHeal() {
        return target.lease().multipliedBy(2).plusSeconds(5);
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(50);
    }

    @Override
    public boolean excludes(Fault other) {
        return other instanceof HostShutdownFault;
    }
}
