package dev.reliability.spi;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Tells who serves a name at the moment: a DNS name, a load balancer, a database endpoint. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface Signal {

    /**
     * Asks once, without any cache.
     *
     * @param timeout how long it may take
     * @return who was named
     * @throws Exception if there was no answer; the caller asks again
     */
    Reading read(Duration timeout) throws Exception;

    /**
     * One answer.
     *
     * @param identities by what the active side shows itself: addresses, a header's value, pod names
     * @param details more for the journal, such as the TTL
     */
    record Reading(Set<String> identities, Map<String, Object> details) {

        /** Copies both. */
        public Reading {
            identities = Set.copyOf(identities);
            details = Map.copyOf(details);
        }
    }
}
