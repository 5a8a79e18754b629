package dev.reliability.spi;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A back end: turns addresses of its schemes into targets, and undoes what a dead run left on them. Found by
 * {@link java.util.ServiceLoader}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface TargetProvider {

    /** Returns the schemes of the addresses it understands, in lower case. */
    Set<String> schemes();

    /**
     * Returns what may be said of a target of this back end besides its address: with {@code context} a profile may hold
     * {@code target.NAME.context = staging}. Whatever else is said of its targets is an error that lists these.
     * {@code health}, {@code identity} and {@code dependencies} may be said of every target and need no mention. None by default.
     */
    default Set<String> attributes() {
        return Set.of();
    }

    /**
     * Returns the names of the settings that decide where a target of this back end is: {@code AWS_REGION},
     * {@code reliability.ssh.config}. What they say when a fault is planned is written down with the fault, together with the
     * {@link #attributes()} of its target, and {@link #undo} is given the same, whatever they say by then. They hold no secret.
     * None by default.
     */
    default Set<String> settings() {
        return Set.of();
    }

    /**
     * Resolves a target. Nothing may be changed by this call.
     *
     * @param name name of the target in the test
     * @param address its address; the scheme is one of {@link #schemes()}
     * @param context settings, profile values, and what else is said of the target
     * @return the target
     * @throws PlanException if the address is malformed or what it names does not exist
     */
    Target target(String name, Address address, TargetContext context);

    /**
     * Makes a target of an object that a test declared with {@code @ReliabilityTarget}, if it is of a kind that this back
     * end knows.
     *
     * @param name name of the target in the test
     * @param system what the field or method holds
     * @param context settings, profile values, and what else is said of the target
     * @return the target, or empty if the object is not of this back end
     */
    default Optional<Target> adapt(String name, Object system, TargetContext context) {
        return Optional.empty();
    }

    /**
     * Returns what an object that a test declared with {@code @ReliabilityTarget} depends on, by the names that attacks give as
     * {@code hosts}. Reports list each of them, so that people see which nobody has cut off yet; what a profile says of
     * {@code target.NAME.dependencies} comes beside it. Asked of every declared object of a test, attacked or not: it must be quick
     * and ask no other system. Nothing by default.
     *
     * @param system what the field or method holds; of any type
     */
    default Set<String> dependencies(Object system) {
        return Set.of();
    }

    /**
     * Undoes a fault whose controller died. Must be idempotent, and must do nothing to what has been replaced since (a
     * reused process id, a new pod).
     *
     * @param record what the dead run wrote down before it injected the fault
     * @param context what the dead run knew of the target: the {@link #settings()} and {@link #attributes()} as they were when the
     *     fault was planned, also those that had no value; other values as they are now
     * @return what is still left afterwards, a phrase each; empty when nothing is
     * @throws Exception if it could not be undone
     */
    List<String> undo(UndoRecord record, TargetContext context) throws Exception;

    /**
     * Ends every fault of dead runs that is marked on a target itself, whoever injected it. For those who have no journal of
     * the dead run.
     *
     * @param address the target
     * @param context settings and profile values as they are now; attributes of the target if the profile gives this address a
     *     name
     * @return what is still left afterwards, a phrase each; empty when nothing is, or when this back end leaves no marks
     * @throws Exception if the target cannot be asked
     */
    default List<String> sweep(Address address, TargetContext context) throws Exception {
        return List.of();
    }
}
