package dev.reliability.internal.process;

import java.time.Instant;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one that got the same pid.
 *
 * @param start when it started, in a form that is equal only for the same process: clock ticks since boot on Linux (the
 *     JDK's start instants shift when the wall clock is set), milliseconds of the epoch elsewhere, 0 when unknown
 */
public record ProcessId(long pid, long start) {

    public static Optional<ProcessId> of(long pid) {
        if (Platform.hasProc()) {
            return LinuxProcesses.stat(pid).map(ProcessId::of);
        }
        return ProcessHandle.of(pid).map(handle -> new ProcessId(pid, startOf(handle)));
    }

    static ProcessId of(LinuxProcesses.Stat stat) {
        return new ProcessId(stat.pid(), stat.start());
    }

    /** Whether this very process still runs; a zombie does not. */
    public boolean isAlive() {
        if (Platform.hasProc()) {
            return LinuxProcesses.stat(pid)
                    .filter(stat -> stat.start() == start && !stat.gone())
                    .isPresent();
        }
        return handle().filter(ProcessHandle::isAlive).isPresent();
    }

    /** A handle on this very process. */
    public Optional<ProcessHandle> handle() {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        return handle.isPresent() && of(pid).filter(this::equals).isPresent() ? handle : Optional.empty();
    }

    private static long startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
