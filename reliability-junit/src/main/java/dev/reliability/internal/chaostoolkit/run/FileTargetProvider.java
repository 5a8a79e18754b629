package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Experiment files as targets: for the run of a file, and for the rollbacks of a run that died. */
public final class FileTargetProvider implements TargetProvider {

    @Override
    public Set<String> schemes() {
        return Set.of(FileTarget.SCHEME);
    }

    @Override
    public Target target(String name, Address address, TargetContext context) {
        throw new PlanException("\"" + address + "\" is an experiment file, which attacks but cannot be attacked");
    }

    @Override
    public Optional<Target> adapt(String name, Object system, TargetContext context) {
        return system instanceof FileTarget target ? Optional.of(target) : Optional.empty();
    }

    @Override
    public List<String> undo(UndoRecord record, TargetContext context) {
        return UndoNotes.read(record).play();
    }
}
