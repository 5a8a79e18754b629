package dev.reliability.internal.plan;

import dev.reliability.experiment.Place;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Floor;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Refuses expectations that cannot be met, whatever the system under test does, and faults that end before they can be. */
final class Feasibility {

    private final Problems problems;
    private final List<PlannedFault> faults;

    Feasibility(Problems problems, List<PlannedFault> faults) {
        this.problems = problems;
        this.faults = faults;
    }

    /**
     * Checks one expectation.
     *
     * @param what what is expected, as the begin of a sentence
     * @param own how soon it can happen after faults like these
     * @param moves whether something fails over, which a fault may keep from being fast
     * @return how soon it can happen at best, as far as anybody knows
     */
    Optional<Floor> check(
            Place place,
            String what,
            Function<List<FaultRequest>, Optional<Floor>> own,
            boolean moves,
            Duration within) {
        List<FaultRequest> requests = faults.stream().map(PlannedFault::request).toList();
        Optional<Floor> floor = problems.ask(place, "within", () -> own.apply(requests)).stream()
                .flatMap(Optional::stream)
                .findFirst();
        Optional<Floor> highest = Stream.concat(
                        floor.stream(),
                        faults.stream()
                                .filter(fault -> moves)
                                .flatMap(planned ->
                                        problems
                                                .ask(planned.place(), "target", () -> planned.fault()
                                                        .floor())
                                                .stream()
                                                .flatMap(Optional::stream)))
                .max(Comparator.comparing(Floor::least));
        highest.ifPresent(found -> check(place, what, found, within));
        return highest;
    }

    private void check(Place place, String what, Floor floor, Duration within) {
        if (floor.never()) {
            problems.add(place, "within", what + " cannot happen at all: " + floor.why());
            return;
        }
        String soonest = "before " + Durations.limit(floor.least()) + " (" + floor.why() + ")";
        if (within.compareTo(floor.least()) < 0) {
            problems.add(
                    place,
                    "within",
                    what + " cannot happen " + soonest + ", so within = " + Durations.limit(within)
                            + " cannot be met: allow more");
        }
        boolean allEnd = !faults.isEmpty()
                && faults.stream().allMatch(fault -> fault.duration().isPresent());
        Duration longest = faults.stream()
                .map(fault -> fault.delay().plus(fault.duration().orElse(Duration.ZERO)))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        if (allEnd && longest.compareTo(floor.least()) < 0) {
            faults.stream()
                    .max(Comparator.comparing(
                            fault -> fault.delay().plus(fault.duration().orElse(Duration.ZERO))))
                    .ifPresent(fault -> problems.add(
                            fault.place(),
                            "duration",
                            what + " cannot happen " + soonest + ", but the fault is over after "
                                    + Durations.limit(longest) + ": make it last longer"));
        }
    }
}
