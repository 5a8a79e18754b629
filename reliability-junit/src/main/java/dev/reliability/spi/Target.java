package dev.reliability.spi;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Something that faults can be aimed at: a process, a host, a set of pods. Resolved anew for each invocation. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface Target {

    /** Returns the name by which the test knows it, such as {@code bookstore-api-blue}. */
    String name();

    /** Returns where it is. */
    Address address();

    /**
     * Returns the key under which experiments exclude each other. Two addresses of the same thing have the same key.
     * The address by default.
     */
    default String resource() {
        return address().toString();
    }

    /**
     * Says why the target cannot be attacked now, for instance because it is down already. Asked while planning, before
     * anything is touched.
     *
     * @return the reason, as the end of the sentence "TARGET …", or empty when it is up
     */
    Optional<String> unfit();

    /**
     * Returns what it wrote to its log lately.
     *
     * @param last how far back
     * @return the text, or empty if this kind of target shows no log
     * @throws Exception if the log cannot be read
     */
    default Optional<String> log(Duration last) throws Exception {
        return Optional.empty();
    }

    /**
     * Tells where it is, for the guards of profiles: {@code {"hosts": ["203.0.113.7", "blue.example"]}} is attacked in a
     * protected profile only if one of these values is in the profile's list {@code allow.hosts}; several keys must all be
     * allowed. An entry of such a list is a name, with {@code *} for any text, or a range of IP addresses. By default it tells
     * nothing, and then no protected profile allows it.
     *
     * @return what the target is called, by the key of the list
     */
    default Map<String, Set<String>> whereabouts() {
        return Map.of();
    }

    /**
     * Plans a fault. Nothing may be changed by this call.
     *
     * @param request what is asked for, with resolved and checked attributes
     * @return the fault, ready to be injected
     * @throws PlanException if this target cannot have this fault, with what to do about it
     */
    Fault plan(FaultRequest request);
}
