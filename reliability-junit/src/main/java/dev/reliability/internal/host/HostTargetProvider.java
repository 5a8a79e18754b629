package dev.reliability.internal.host;

import dev.reliability.linux.LinuxTarget;
import dev.reliability.linux.Shells;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Shell;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.util.List;
import java.util.Set;

/** The back end of Linux hosts: this machine, a network namespace of it, or a host behind SSH. */
public final class HostTargetProvider implements TargetProvider {

    @Override
    public Set<String> schemes() {
        return Set.of("host", "netns", "ssh");
    }

    @Override
    public Set<String> attributes() {
        return Set.of(LinuxTarget.START);
    }

    @Override
    public Set<String> settings() {
        return Set.of(Shells.SSH_CONFIGURATION);
    }

    @Override
    public Target target(String name, Address address, TargetContext context) {
        Shell shell = open(address, context);
        return new HostTarget(LinuxTarget.of(name, address, shell, context), shell);
    }

    private static Shell open(Address address, TargetContext context) {
        try {
            return Shells.open(address, context);
        } catch (IllegalArgumentException e) {
            throw new PlanException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<String> undo(UndoRecord record, TargetContext context) {
        return LinuxTarget.undo(record, open(record.address(), context));
    }

    @Override
    public List<String> sweep(Address address, TargetContext context) {
        return LinuxTarget.sweep(open(address, context));
    }
}
