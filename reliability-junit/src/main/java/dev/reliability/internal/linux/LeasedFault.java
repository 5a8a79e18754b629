package dev.reliability.internal.linux;

import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What faults on hosts have in common: an agent on the target that lives as long as we do, and ends by itself. */
abstract class LeasedFault implements Fault {

    private static final Duration LATE = Duration.ofSeconds(2);

    final LinuxHost target;
    final FaultRequest request;
    final String id = LinuxHost.newId();
    private @Nullable Lease leased;
    private @Nullable List<String> left;

    LeasedFault(LinuxHost target, FaultRequest request) {
        this.target = target;
        this.request = request;
    }

    /** Gets everything ready on the target, and holds it. */
    abstract Lease hold();

    final Optional<Lease> leased() {
        return Optional.ofNullable(leased);
    }

    /** The runner ends a fault on time; should it not, the target does, a little later. */
    Duration cap() {
        return cap(request);
    }

    static Duration cap(FaultRequest request) {
        return request.duration().orElse(request.longest()).plus(LATE);
    }

    /** How long a fault lasts that is asked for without an end: as long as its experiment may. */
    final Duration longest() {
        return request.longest().plus(LATE);
    }

    final Order order() {
        return new Order(id, Owner.NAME, cap(), target.lease(), request.longest());
    }

    final String lease() {
        return "Ends by itself on the target " + seconds(target.lease()) + " after our last sign of life, and at most "
                + seconds(cap()) + " after it began";
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
        leased = take();
    }

    private Lease take() {
        try {
            return hold();
        } catch (LinuxFaultException e) {
            throw String.valueOf(e.getMessage()).startsWith("busy: ")
                    ? new LinuxFaultException(
                            e.getMessage() + "; if that run is dead, end its attack with: " + target.sweepCommand(), e)
                    : e;
        }
    }

    @Override
    public synchronized Optional<String> alreadySo() {
        return alreadySo(held().look());
    }

    /**
     * Says what is so already.
     *
     * @param looked what the agent told, in the words of its script
     */
    Optional<String> alreadySo(List<String> looked) {
        return Optional.empty();
    }

    @Override
    public synchronized void inject() {
        held().arm();
    }

    final Lease held() {
        Lease held = leased;
        if (held == null || !held.held()) {
            held = take();
            leased = held;
        }
        return held;
    }

    @Override
    public Optional<String> lost() {
        return leased().flatMap(Lease::lost);
    }

    @Override
    public synchronized void revert() {
        left = Residue.words(leased == null ? Leftovers.end(target.shell(), id) : leased.revert());
    }

    @Override
    public synchronized List<String> residue() {
        List<String> seen = left;
        // where no revert has looked, nothing is known yet
        return seen != null ? seen : Residue.words(target.leftovers(id));
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
    public Duration retryInterval() {
        return Duration.ofMillis(250);
    }

    @Override
    public boolean excludes(Fault other) {
        return other instanceof HostShutdown;
    }
}
