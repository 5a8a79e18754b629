package dev.reliability.internal.process.target;

import dev.reliability.internal.process.ProcessId;
import dev.reliability.internal.time.Threads;
import dev.reliability.local.ManagedProcess;
import dev.reliability.spi.Address;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends a whole process tree, politely first, and starts it again at the revert, or at once for a reboot. */
final class ShutdownFault implements Fault {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Victim victim;
    private final Address address;
    private final boolean reboot;
    private final boolean mayComeBack;
    private @Nullable CompletableFuture<Void> rebooting;

    /**
     * @param reboot whether it is started again at once
     * @param replaced whether somebody else may start it again
     */
    ShutdownFault(Victim victim, Address address, boolean reboot, boolean replaced) {
        this.victim = victim;
        this.address = address;
        this.reboot = reboot;
        this.mayComeBack = reboot || replaced;
    }

    @Override
    public String description() {
        return "shutdown of " + victim.name();
    }

    @Override
    public UndoRecord undo() {
        return new UndoRecord(description(), address, Map.of());
    }

    @Override
    public Optional<String> alreadySo() {
        return victim.alreadySo();
    }

    @Override
    public void inject() {
        if (victim.managed().isPresent()) {
            victim.managed().get().terminate();
        } else {
            end(victim.members());
        }
        if (reboot) {
            rebooting = CompletableFuture.runAsync(victim::startAgain, Threads.backEnds());
        }
    }

    private static void end(List<ProcessId> members) {
        members.forEach(member -> member.handle().ifPresent(ProcessHandle::destroy));
        if (!gone(members, GRACE)) {
            members.forEach(member -> member.handle().ifPresent(ProcessHandle::destroyForcibly));
            gone(members, GRACE);
        }
    }

    private static boolean gone(List<ProcessId> members, Duration within) {
        List<CompletableFuture<ProcessHandle>> exits = members.stream()
                .flatMap(member -> member.handle().stream())
                .map(ProcessHandle::onExit)
                .toList();
        try {
            CompletableFuture.allOf(exits.toArray(CompletableFuture[]::new))
                    .get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            return false;
        }
        return members.stream().noneMatch(ProcessId::isAlive);
    }

    @Override
    public Evidence evidence() {
        long pid = victim.id().pid();
        return victim.id().isAlive()
                ? Evidence.none("ended nothing", "process " + pid + " is still running")
                : Evidence.bite("process " + pid + " of " + victim.name() + " is gone");
    }

    @Override
    public Optional<String> lost() {
        boolean back = !mayComeBack
                && !victim.id().isAlive()
                && victim.managed().filter(ManagedProcess::isAlive).isPresent();
        return back ? Optional.of("process " + victim.name() + " was started again") : Optional.empty();
    }

    @Override
    public void revert() {
        if (rebooting != null) {
            rebooting.join();
        }
        victim.startAgain();
    }

    @Override
    public List<String> residue() {
        return victim.down().stream().toList();
    }

    @Override
    public Optional<String> remedy() {
        return Optional.of(victim.remedy());
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(10);
    }

    @Override
    public Duration retryInterval() {
        return Duration.ofMillis(50);
    }

    @Override
    public Duration expectedTimeToHeal() {
        return Duration.ofSeconds(2);
    }

    @Override
    public boolean excludes(Fault other) {
        return true;
    }
}
