package com.example.outside;

import dev.reliability.linux.LinuxTarget;
import dev.reliability.spi.Address;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.util.List;
import java.util.Set;

/** A back end that has nothing but a shell: {@code room:NAME}. */
public final class RoomProvider implements TargetProvider {

    @Override
    public Set<String> schemes() {
        return Set.of("room");
    }

    @Override
    public Target target(String name, Address address, TargetContext context) {
        return LinuxTarget.of(name, address, new RoomShell(address.value()), context);
    }

    @Override
    public List<String> undo(UndoRecord record, TargetContext context) {
        return LinuxTarget.undo(record, new RoomShell(record.address().value()));
    }

    @Override
    public List<String> sweep(Address address, TargetContext context) {
        return LinuxTarget.sweep(new RoomShell(address.value()));
    }
}
