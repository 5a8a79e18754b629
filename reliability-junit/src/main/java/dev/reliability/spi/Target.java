package dev.reliability.spi;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Something that faults can be aimed at: a process, a host, a set of pods. Resolved anew for each invocation.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface Target extends RunScoped {

    /** Returns the name by which the test knows it, such as {@code bookstore-api-blue}. */
    String name();

    /** Returns where it is. */
    Address address();

    /**
     * Returns the keys under which experiments exclude each other: two targets with a key in common are the same thing, or have
     * one in common, and are not attacked at once by two runs. So a thing that has several addresses, or is known to several
     * back ends, has a key for each way to name it: what stands for an instance in the cloud also has the {@link MachineKeys}
     * of the machine, as whoever logs in to it knows them. Asked once a fault was planned. The address by default.
     */
    default Set<String> resources() {
        return Set.of(address().toString());
    }

    /**
     * Returns how many things it stands for now: pods, instances, hosts. The guards of profiles count these, and
     * {@link Fault#takes()} of them. One by default.
     */
    default int size() {
        return 1;
    }

    /**
     * Says why the target cannot be attacked now, for instance because it is down already. Asked while planning, before
     * anything is touched.
     *
     * @return the reason, as the end of the sentence "TARGET …", or empty when it is up
     */
    Optional<String> unfit();

    /**
     * Says which other run attacks it now, wherever that runs, as far as the back end leaves marks on its targets. Asked of
     * what belongs to the same group of the profile before one of it is attacked.
     *
     * @return the run, as the end of the sentence "TARGET is under attack by …", or empty if none is known
     * @throws Exception if the target cannot be asked; it is then taken for attacked
     */
    default Optional<String> attackedBy() throws Exception {
        return Optional.empty();
    }

    /**
     * Returns by what signals show it now: addresses, pod names, the endpoint of a writer. Asked again while a signal is
     * watched, since it may change under the fault: a pod is replaced, an instance comes back with another address.
     * Addresses in {@code target.NAME.identity} of the profile count only where this is empty, as it is by default; other words
     * there, such as a header's value, count beside it.
     *
     * @throws Exception if it cannot be told now; what was told before counts then
     */
    default Set<String> identities() throws Exception {
        return Set.of();
    }

    /**
     * Returns what is in alarm while the target is not healthy. A target that is to take over must be healthy by this and by
     * {@code target.NAME.health} of the profile. Nothing is known by default.
     */
    default Optional<Alarm> unhealthy() {
        return Optional.empty();
    }

    /** Returns what the controller must be allowed to do in order to plan and watch this target. Nothing by default. */
    default Set<Right> rights() {
        return Set.of();
    }

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
     * Returns what it has to say about the time around a fault: its log, and what others noted of it. Asked once at the end of a run
     * that injected a fault into it, when everything is undone and before it is closed. It goes into the journal, and its last lines
     * into the message of a failure; it changes no verdict. What cannot be asked is a {@link Testimony#withGap gap}, said in one
     * line; what takes longer than a few seconds is not waited for. The {@link #log log} by default.
     *
     * @param last how far back: since the begin of the run
     * @throws Exception if it cannot be asked at all
     */
    default Testimony testimony(Duration last) throws Exception {
        return log(last).map(text -> Testimony.none().withLog(name(), text)).orElseGet(Testimony::none);
    }

    /**
     * Returns what the controller must be allowed to do for the whole {@link #testimony}. {@code reliability plan} prints it beside the
     * other rights; where it is missing, the run says so and goes on. Nothing by default.
     */
    default Set<Right> testimonyRights() {
        return Set.of();
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
