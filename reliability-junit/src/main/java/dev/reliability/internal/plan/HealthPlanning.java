package dev.reliability.internal.plan;

import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what tells whether a target is healthy: its back end, and what the profile says. */
final class HealthPlanning {

    private final Names names;
    private final TargetPlanning targets;
    private final Opened opened;

    HealthPlanning(Names names, TargetPlanning targets, Opened opened) {
        this.names = names;
        this.targets = targets;
        this.opened = opened;
    }

    /** Returns what is in alarm while a target is not healthy, if anything tells. */
    Optional<Alarm> unhealthy(String target) {
        List<Alarm> all = new ArrayList<>();
        targets.find(target).flatMap(Target::unhealthy).map(opened::keep).ifPresent(all::add);
        names.value("target." + target + ".health")
                .map(Address::parse)
                .map(address -> BackEnds.loaded().alarm(address.scheme()).alarm("health of " + target, address, names))
                .map(opened::keep)
                .ifPresent(all::add);
        return switch (all.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(all.get(0));
            default -> Optional.of(timeout -> any(all, timeout));
        };
    }

    /** One of them is enough. */
    private static Alarm.State any(List<Alarm> alarms, Duration timeout) throws Exception {
        Alarm.State last = new Alarm.State(false, "");
        for (Alarm alarm : alarms) {
            last = alarm.state(timeout);
            if (last.firing()) {
                return last;
            }
        }
        return last;
    }
}
