package dev.reliability.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Tells who serves a name at the moment: a DNS name, a load balancer, a database endpoint. */
@FunctionalInterface
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface Signal extends RunScoped {

    /**
     * Asks once, without any cache.
     *
     * @param timeout how long it may take
     * @return who was named
     * @throws Exception if there was no answer; the caller asks again
     */
    Reading read(Duration timeout) throws Exception;

    /** Returns how long after one answer it is asked again, which is how exactly a move can be dated: 1 s by default. */
    default Duration interval() {
        return Duration.ofSeconds(1);
    }

    /** Returns what the controller must be allowed to do in order to ask it. Nothing by default. */
    default Set<Right> rights() {
        return Set.of();
    }

    /**
     * Returns how soon after the bite of one of these faults it can name another side, as its settings say: how often health is
     * checked, how many checks must fail, how long answers are kept. Asked while planning; changes nothing. Not known by default.
     *
     * @param faults the faults of the experiment
     */
    default Optional<Floor> floor(List<FaultRequest> faults) {
        return Optional.empty();
    }

    /**
     * Returns what the system behind it tells of the move. Asked once, after the failover. Nothing by default.
     *
     * @param since the bite
     * @throws Exception if it cannot be told
     */
    default List<Step> history(Instant since) throws Exception {
        return List.of();
    }

    /**
     * One answer.
     *
     * @param identities by what the active side shows itself: addresses, a header's value, pod names
     * @param details more for the journal, such as the TTL
     * @param since since when these serve, if the signal tells; else a move is dated by the answers around it
     */
    record Reading(Set<String> identities, Map<String, Object> details, Optional<Moment> since) {

        /** Copies both. */
        public Reading {
            identities = Set.copyOf(identities);
            details = Map.copyOf(details);
        }

        /** An answer that does not tell since when. */
        public Reading(Set<String> identities, Map<String, Object> details) {
            this(identities, details, Optional.empty());
        }
    }
}
