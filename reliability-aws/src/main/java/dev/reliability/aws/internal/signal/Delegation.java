package dev.reliability.aws.internal.signal;

import dev.reliability.spi.PlanException;
import dev.reliability.spi.Signal;
import dev.reliability.spi.Signal.Reading;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the name servers of a hosted zone are those that the world is sent to. An account may have a zone that nobody asks. */
final class Delegation {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private Delegation() {}

    /**
     * Compares who answers for a name with who shall, where both tell. From where the world's name servers cannot be asked, nothing is
     * known, and that is no contradiction.
     *
     * @param ours what the name servers of the zone said
     * @param world asks whom the world is sent to
     * @throws PlanException if others answer
     */
    static void check(String name, OwnZone zone, List<Reading> ours, Signal world) {
        Set<String> shall = servers(ours);
        if (zone.alias() || shall.isEmpty()) {
            return;
        }
        Set<String> answering;
        try {
            answering = servers(List.of(world.read(TIMEOUT)));
        } catch (Exception e) {
            return;
        }
        if (!answering.isEmpty() && answering.stream().noneMatch(shall::contains)) {
            throw new PlanException("the zone of " + name + " is not ours: " + String.join(", ", answering)
                    + " answer for it, while zone " + zone.name() + " (" + zone.id() + ") is answered by "
                    + String.join(", ", zone.servers()) + ": delegate the name to these, or ask with dns:" + name);
        }
    }

    private static Set<String> servers(List<Reading> readings) {
        return readings.stream()
                .map(reading -> reading.details().get("servers"))
                .flatMap(servers -> servers instanceof Collection<?> all ? all.stream() : Stream.empty())
                .map(String::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
