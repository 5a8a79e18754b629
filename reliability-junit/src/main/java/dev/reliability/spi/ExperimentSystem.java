package dev.reliability.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The system that an experiment file runs against: the targets that its test class and profile declare, and faults upon
 * them. Functions reach it through {@link FunctionCall#system()}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface ExperimentSystem extends PlanContext {

    /** A system without targets and settings. */
    ExperimentSystem NONE = new ExperimentSystem() {
        @Override
        public Optional<String> value(String name) {
            return Optional.empty();
        }

        @Override
        public String fill(String text) {
            return text;
        }

        @Override
        public Set<String> targets() {
            return Set.of();
        }

        @Override
        public Target target(String name) {
            throw new PlanException("unknown target \"" + name + "\": there are none");
        }

        @Override
        public void attack(List<String> targets, FaultRequest request) {
            targets.forEach(this::target);
        }
    };

    /** Returns the names of all targets that are declared. */
    Set<String> targets();

    /**
     * Returns a target as it is now.
     *
     * @param name its name or address
     * @throws PlanException if there is none, with those that there are
     */
    Target target(String name);

    /**
     * Tells why the profile forbids a change that a function makes itself, not by {@link #attack}: a protected profile, or one whose
     * {@code allow.KEY} lists leave the place out.
     *
     * @param what the function, or what it changes
     * @param whereabouts where that is, as {@link Target#whereabouts()} says it
     * @return a sentence for each reason; none if it is allowed
     */
    default List<String> refusals(String what, Map<String, Set<String>> whereabouts) {
        return List.of();
    }

    /**
     * Injects the same fault into some targets and waits until it bit each of them. It is reverted when the experiment is
     * over, however it ends, or when one of the targets is attacked again.
     *
     * @param targets their names
     * @param request the fault; its name is of no account
     * @throws PlanException if it cannot be done; nothing was touched
     * @throws FunctionFailedException if it was not proven to have bitten, with the reason
     */
    void attack(List<String> targets, FaultRequest request);
}
