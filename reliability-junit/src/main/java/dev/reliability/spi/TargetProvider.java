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
     * Resolves a target. Nothing may be changed by this call.
     *
     * @param name name of the target in the test
     * @param address its address; the scheme is one of {@link #schemes()}
     * @param context settings and profile values
     * @return the target
     * @throws PlanException if the address is malformed or what it names does not exist
     */
    Target target(String name, Address address, PlanContext context);

    /**
     * Makes a target of an object that a test declared with {@code @ReliabilityTarget}, if it is of a kind that this back
     * end knows.
     *
     * @param name name of the target in the test
     * @param system what the field or method holds
     * @param context settings and profile values
     * @return the target, or empty if the object is not of this back end
     */
    default Optional<Target> adapt(String name, Object system, PlanContext context) {
        return Optional.empty();
    }

    /**
     * Undoes a fault whose controller died. Must be idempotent, and must do nothing to what has been replaced since (a
     * reused process id, a new pod).
     *
     * @param record what the dead run wrote down before it injected the fault
     * @return what is still left afterwards, a phrase each; empty when nothing is
     * @throws Exception if it could not be undone
     */
    List<String> undo(UndoRecord record) throws Exception;

    /**
     * Ends every fault of dead runs that is marked on a target itself, whoever injected it. For those who have no journal of
     * the dead run.
     *
     * @param address the target
     * @return what is still left afterwards, a phrase each; empty when nothing is, or when this back end leaves no marks
     * @throws Exception if the target cannot be asked
     */
    default List<String> sweep(Address address) throws Exception {
        return List.of();
    }
}
