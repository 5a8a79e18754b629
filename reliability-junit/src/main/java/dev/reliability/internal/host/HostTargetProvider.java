package dev.reliability.internal.host;

import dev.reliability.internal.linux.Leftovers;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The back end of Linux hosts: this machine, a network namespace of it, or a host behind SSH. */
public final class HostTargetProvider implements TargetProvider {

    private static final Duration LOOK = Duration.ofMillis(250);

    @Override
    public Set<String> schemes() {
        return Set.of("host", "netns", "ssh");
    }

    @Override
    public Target target(String name, Address address, PlanContext context) {
        Optional<String> configuration = context.value(HostShells.CONFIGURATION);
        return new HostTarget(name, address, configuration, open(address, configuration), context);
    }

    private static Shell open(Address address, Optional<String> configuration) {
        try {
            return HostShells.open(address, configuration);
        } catch (IllegalArgumentException e) {
            throw new PlanException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<String> undo(UndoRecord record) {
        Shell shell = open(record.address(), Optional.ofNullable(record.data().get(HostShells.CONFIGURATION)));
        Optional<String> start = Optional.ofNullable(record.data().get(HostTarget.START));
        if (start.isPresent() && !answers(shell)) {
            Optional<String> failure = StartCommand.parse(start.get()).run();
            long until = Ticker.SYSTEM.nanos() + HostShutdownFault.RETURN.toNanos();
            if (failure.isPresent() || !new Wake(Ticker.SYSTEM).awaitUntil(() -> answers(shell), until, LOOK)) {
                return List.of("host " + record.address() + " is down"
                        + failure.map(why -> " (" + why + ")").orElse(""));
            }
        }
        return Residue.words(Leftovers.end(shell, record.data().getOrDefault(HostTarget.ID, "")));
    }

    private static boolean answers(Shell shell) {
        try {
            return shell.run(ShellCommand.program("true").withTimeout(Duration.ofSeconds(10)))
                    .succeeded();
        } catch (ShellException e) {
            return false;
        }
    }

    @Override
    public List<String> sweep(Address address) {
        return Residue.words(Leftovers.endAll(open(address, HostShells.configurationOfThisMachine())));
    }
}
