package dev.reliability.internal.plan;

import dev.reliability.experiment.Place;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A fault, ready to be injected.
 *
 * @param duration how long it lasts at most; empty when what it is injected for decides
 * @param atLeast how long it lasts at least; empty when what it is injected for decides
 * @param request what was asked for
 * @param remembered what a later run has to know in order to undo it, besides what the fault itself writes down
 * @param resources the keys of the target, as they were when the fault was planned
 */
public record PlannedFault(
        String name,
        Target target,
        Fault fault,
        Optional<Duration> duration,
        Optional<Duration> atLeast,
        Duration delay,
        Place place,
        FaultRequest request,
        Remembered remembered,
        Set<String> resources) {

    /** Returns the command that undoes the fault by hand, as it is pasted into a shell of this machine. */
    public String remedy() {
        return fault.remedy()
                .orElseGet(() -> remembered.sweepCommand(fault.undo().address()));
    }
}
