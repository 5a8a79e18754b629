package dev.reliability.internal.host;

import dev.reliability.internal.linux.HostFacts;
import dev.reliability.internal.linux.HostShutdown;
import dev.reliability.internal.linux.HostShutdown.State;
import dev.reliability.internal.linux.LeasedFault;
import dev.reliability.internal.linux.LinuxFaultException;
import dev.reliability.internal.shell.LocalShell;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A host that goes down, and comes back: by itself after a reboot, by the profile's start command otherwise. */
final class HostShutdownFault extends LeasedHostFault {

    /** How long a host may take to come back. */
    static final Duration RETURN = Duration.ofMinutes(5);

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration START_AGAIN = Duration.ofSeconds(3);

    private final HostFacts before;
    private final HostFacts local;
    private final boolean reboot;
    private final Optional<StartCommand> start;
    private @Nullable StartGuard guard;
    private @Nullable String startFailure;
    private @Nullable Evidence wentDown;
    private boolean started;
    private long nextStart = Ticker.SYSTEM.nanos();
    private boolean reverted;

    private HostShutdownFault(
            HostTarget target, FaultRequest request, HostFacts before, HostFacts local, Optional<StartCommand> start) {
        super(target, request);
        this.before = before;
        this.local = local;
        this.reboot = request.flag("reboot");
        this.start = reboot ? Optional.empty() : start;
    }

    static HostShutdownFault plan(HostTarget target, FaultRequest request) {
        List<String> problems = new ArrayList<>();
        Optional<HostFacts> before = target.facts(problems);
        HostFacts local = HostFacts.of(new LocalShell(), List.of());
        before.ifPresent(facts -> problems.addAll(
                HostShutdown.problems(facts, local, target.shell().address())));
        Optional<StartCommand> start = target.startCommand();
        if (!request.flag("reboot") && start.isEmpty()) {
            problems.add(target.name() + " would stay down, since nothing says how it is started again: add \"target."
                    + target.name() + ".start = COMMAND\" (run on this machine) to the profile, or use reboot = true");
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        return new HostShutdownFault(target, request, before.orElseThrow(), local, start);
    }

    @Override
    public List<String> effects() {
        return List.of(
                (reboot ? "Rebooting " : "Powering off ") + target.name() + " (" + target.address() + ")",
                start.map(command -> "It is started again by: " + command + " (also when this JVM dies)")
                        .orElse("It comes back by itself"));
    }

    @Override
    public UndoRecord undo() {
        return start.map(command -> target.undo(description(), id, command))
                .orElseGet(() -> target.undo(description(), id));
    }

    @Override
    LeasedFault hold() {
        return HostShutdown.prepare(target.shell(), local, order(), reboot);
    }

    @Override
    public synchronized void inject() {
        start.ifPresent(command -> guard = StartGuard.arm(command, cap(request)));
        super.inject();
    }

    /** Its agent goes down with the host. */
    @Override
    public Optional<String> lost() {
        return leased().filter(HostShutdown::begun).isPresent() ? Optional.empty() : super.lost();
    }

    @Override
    public synchronized Evidence evidence() {
        if (leased().filter(HostShutdown::begun).isEmpty()) {
            return Evidence.none("ended nothing", "the host has not begun to go down");
        }
        if (wentDown != null) {
            // each further look at a host that does not answer takes as long as we would wait for one
            return wentDown;
        }
        long asked = System.nanoTime();
        State state = state();
        if (state == State.UP_AS_BEFORE) {
            return Evidence.none("ended nothing", "the host is still up");
        }
        wentDown = Evidence.bite(
                        state == State.DOWN
                                ? target.name() + " is down: it does not answer at " + target.address()
                                : target.name() + " went down and was started anew")
                // silence takes its time to be told from a slow answer: it was silent when the look began
                .begun(Duration.ofNanos(System.nanoTime() - asked));
        return wentDown;
    }

    private State state() {
        return HostShutdown.state(target.shell(), before.incarnation());
    }

    @Override
    public synchronized void revert() {
        if (leased().filter(HostShutdown::begun).isEmpty()) {
            super.revert();
            closeGuard();
            return;
        }
        Wake wake = new Wake(Ticker.SYSTEM);
        long until = Ticker.SYSTEM.nanos() + RETURN.toNanos();
        boolean back = wake.awaitUntil(this::bringBack, until, LOOK);
        reverted = back;
        if (back) {
            leased().ifPresent(LeasedFault::close);
            closeGuard();
        }
    }

    private boolean bringBack() {
        boolean due = start.isPresent() && !started && Ticker.SYSTEM.nanos() - nextStart >= 0;
        if (due && (wentDown != null || state() == State.DOWN)) {
            startFailure = start.get().run().orElse(null);
            started = startFailure == null;
            // a machine that is still on its way down may not be started yet
            nextStart = Ticker.SYSTEM.nanos() + START_AGAIN.toNanos();
        }
        // one that takes its time to go down was not brought back yet
        return state() == State.BACK;
    }

    private void closeGuard() {
        if (guard != null) {
            guard.close();
        }
    }

    @Override
    public synchronized List<String> residue() {
        if (leased().filter(HostShutdown::begun).isEmpty()) {
            return super.residue();
        }
        if (!reverted) {
            return List.of("host " + target.name() + " did not come back"
                    + (startFailure == null ? "" : " (" + startFailure + ")"));
        }
        try {
            return Residue.words(target.leftovers(id));
        } catch (ShellException | LinuxFaultException e) {
            return List.of("unknown, since the target cannot be asked: " + e.getMessage());
        }
    }

    @Override
    public String remedy() {
        return start.map(StartCommand::toString).orElseGet(super::remedy);
    }

    @Override
    public Duration expectedTimeToHeal() {
        return RETURN;
    }

    @Override
    public boolean excludes(Fault other) {
        return true;
    }
}
