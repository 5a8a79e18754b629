package dev.reliability.testsystem;

import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes targets that a test wrote itself, and undoes what is at {@code given:…} as the test says. */
public final class DirectProvider implements TargetProvider {

    /** Undoes a fault. */
    @FunctionalInterface
    public interface Undoing {
        List<String> undo(UndoRecord record, TargetContext context) throws Exception;
    }

    private static volatile Undoing undoing = (record, context) -> List.of();

    /** Sets what happens when something is undone. */
    public static void undoing(Undoing newUndoing) {
        undoing = newUndoing;
    }

    @Override
    public Set<String> schemes() {
        return Set.of("given");
    }

    @Override
    public Set<String> attributes() {
        return Set.of("colour");
    }

    @Override
    public Set<String> settings() {
        return Set.of("given.region", "given.profile");
    }

    @Override
    public Target target(String name, Address address, TargetContext context) {
        throw new PlanException("what is at " + address + " is declared by a test");
    }

    @Override
    public Optional<Target> adapt(String name, Object system, TargetContext context) {
        return system instanceof Target target ? Optional.of(target) : Optional.empty();
    }

    @Override
    public List<String> undo(UndoRecord record, TargetContext context) throws Exception {
        return undoing.undo(record, context);
    }
}
