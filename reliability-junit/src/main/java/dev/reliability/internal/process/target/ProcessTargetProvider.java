package dev.reliability.internal.process.target;

import dev.reliability.internal.process.ProcessId;
import dev.reliability.local.ManagedProcess;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The back end of processes of this machine: {@code process:PID} and {@link ManagedProcess}. */
public final class ProcessTargetProvider implements TargetProvider {

    @Override
    public Set<String> schemes() {
        return Set.of("process");
    }

    @Override
    public Target target(String name, Address address, TargetContext context) {
        long pid = pid(address);
        boolean own = Stream.iterate(
                        Optional.of(ProcessHandle.current()),
                        Optional::isPresent,
                        handle -> handle.flatMap(ProcessHandle::parent))
                .anyMatch(handle -> handle.filter(found -> found.pid() == pid).isPresent());
        if (pid <= 1 || own) {
            throw new PlanException(address + " is the test JVM itself or what it runs in");
        }
        return new ProcessTarget(Victim.of(name, pid));
    }

    private static long pid(Address address) {
        try {
            return Long.parseLong(address.value());
        } catch (NumberFormatException e) {
            throw new PlanException("\"" + address + "\" is not a process: write process:PID");
        }
    }

    @Override
    public Optional<Target> adapt(String name, Object system, TargetContext context) {
        return system instanceof ManagedProcess process
                ? Optional.of(new ProcessTarget(Victim.of(name, process)))
                : Optional.empty();
    }

    @Override
    public Set<String> dependencies(Object system) {
        return system instanceof ManagedProcess process ? process.links().keySet() : Set.of();
    }

    /** Lets go on what was stopped. A process that was ended cannot be brought back, and one of a test ended with it. */
    @Override
    public List<String> undo(UndoRecord record, TargetContext context) {
        List<ProcessId> stopped = Stream.of(
                        record.data().getOrDefault(KillFault.STOPPED, "").split(","))
                .filter(id -> !id.isEmpty())
                .map(ProcessTargetProvider::id)
                .toList();
        KillFault.goOn(stopped);
        return KillFault.stillStopped(stopped);
    }

    private static ProcessId id(String text) {
        String[] parts = text.split(":", 2);
        return new ProcessId(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }
}
