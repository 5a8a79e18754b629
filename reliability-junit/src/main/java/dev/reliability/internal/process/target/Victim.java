package dev.reliability.internal.process.target;

import dev.reliability.internal.process.LinuxProcesses;
import dev.reliability.internal.process.ProcessId;
import dev.reliability.internal.process.ProcessTree;
import dev.reliability.local.ManagedProcess;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A process that is attacked: one that the test started and can start again, or one that it only knows the id of. */
final class Victim {

    private final String name;
    private final ProcessId id;
    private final @Nullable ManagedProcess managed;

    private Victim(String name, ProcessId id, @Nullable ManagedProcess managed) {
        this.name = name;
        this.id = id;
        this.managed = managed;
    }

    static Victim of(String name, ManagedProcess process) {
        long pid = process.isAlive() ? process.pid() : 0;
        return new Victim(name, ProcessId.of(pid).orElse(new ProcessId(pid, 0)), process);
    }

    static Victim of(String name, long pid) {
        return new Victim(name, ProcessId.of(pid).orElse(new ProcessId(pid, 0)), null);
    }

    String name() {
        return name;
    }

    /** Returns the process as it was when the fault was planned. */
    ProcessId id() {
        return id;
    }

    Optional<ManagedProcess> managed() {
        return Optional.ofNullable(managed);
    }

    /** Returns the process and everything that came from it, as far as it runs now. */
    List<ProcessId> members() {
        if (managed != null) {
            return managed.tree().stream()
                    .flatMap(handle -> ProcessId.of(handle.pid()).stream())
                    .toList();
        }
        return id.isAlive() ? new ProcessTree(id, "no-mark").members() : List.of();
    }

    /** Says what keeps it from serving although nothing was done to it: then nothing can be taken from its users. */
    Optional<String> alreadySo() {
        String process = "process " + id.pid() + " of " + name;
        if (!id.isAlive()) {
            return Optional.of(process + " was gone already");
        }
        if (isStopped(id)) {
            return Optional.of(process + " was stopped already");
        }
        return managed == null || managed.isReady()
                ? Optional.empty()
                : Optional.of(process + " was not answering already");
    }

    static boolean isStopped(ProcessId id) {
        return LinuxProcesses.state(id.pid()).filter(state -> state == 'T').isPresent();
    }

    /** Starts it again if that is possible and it is down. */
    void startAgain() {
        if (managed != null && !managed.isAlive()) {
            managed.start();
        }
    }

    /** Says what keeps it from serving; a process that nobody can start again is left as it is. */
    Optional<String> down() {
        if (managed == null) {
            return Optional.empty();
        }
        if (!managed.isAlive()) {
            return Optional.of("process " + name + " is not running");
        }
        return managed.isReady() ? Optional.empty() : Optional.of("process " + name + " runs but is not ready");
    }

    String remedy() {
        return managed == null
                ? "kill -s CONT " + id.pid()
                : "ending the test JVM, which ends process " + name + " with it";
    }
}
