package dev.reliability.testsystem;

import dev.reliability.spi.Address;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes targets that a test wrote itself. */
public final class DirectProvider implements TargetProvider {

    @Override
    public Set<String> schemes() {
        return Set.of();
    }

    @Override
    public Target target(String name, Address address, PlanContext context) {
        throw new UnsupportedOperationException("it has no scheme");
    }

    @Override
    public Optional<Target> adapt(String name, Object system, PlanContext context) {
        return system instanceof Target target ? Optional.of(target) : Optional.empty();
    }

    @Override
    public List<String> undo(UndoRecord record) {
        return List.of();
    }
}
