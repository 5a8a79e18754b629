package dev.reliability.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** An alarm that operators would see. */
@FunctionalInterface
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface Alarm extends RunScoped {

    /**
     * Asks for the alarm's state.
     *
     * @param timeout how long it may take
     * @throws Exception if there was no answer; the caller asks again
     */
    State state(Duration timeout) throws Exception;

    /** Returns how long after one answer it is asked again: 1 s by default. */
    default Duration interval() {
        return Duration.ofSeconds(1);
    }

    /** Returns what the controller must be allowed to do in order to ask it. Nothing by default. */
    default Set<Right> rights() {
        return Set.of();
    }

    /**
     * Returns how soon after the bite of one of these faults it can fire, as its settings say: periods, thresholds, what it takes
     * missing data for. Asked while planning; changes nothing. Not known by default.
     *
     * @param faults the faults of the experiment
     */
    default Optional<Floor> floor(List<FaultRequest> faults) {
        return Optional.empty();
    }

    /**
     * Returns what the system behind it tells of its way into alarm. Asked once, after it fired. Nothing by default.
     *
     * @param since the bite
     * @throws Exception if it cannot be told
     */
    default List<Step> history(Instant since) throws Exception {
        return List.of();
    }

    /**
     * The state of an alarm.
     *
     * @param firing whether it is in alarm
     * @param detail what was seen, such as {@code 503} or {@code INSUFFICIENT_DATA}
     * @param since when it came into this state, if the alarm tells; else it is dated by when it was first seen
     */
    record State(boolean firing, String detail, Optional<Moment> since) {

        /** The state of an alarm that does not tell since when it is in it. */
        public State(boolean firing, String detail) {
            this(firing, detail, Optional.empty());
        }
    }
}
