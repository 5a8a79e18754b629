package dev.reliability.internal.linux;

import dev.reliability.internal.shell.LocalShell;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A host that goes down, and comes back: by itself after a reboot, by the profile's start command otherwise. */
public final class HostShutdown extends LeasedFault {

    /** How long a host may take to come back. */
    static final Duration RETURN = Duration.ofMinutes(5);

    /** A host that takes longer to answer is down. */
    private static final Duration ANSWER = Duration.ofSeconds(2);

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
    private boolean gone;

    private HostShutdown(
            LinuxHost target, FaultRequest request, HostFacts before, HostFacts local, Optional<StartCommand> start) {
        super(target, request);
        this.before = before;
        this.local = local;
        this.reboot = request.flag(FaultAttribute.REBOOT);
        this.start = reboot ? Optional.empty() : start;
    }

    static HostShutdown plan(LinuxHost target, FaultRequest request) {
        List<String> problems = new ArrayList<>();
        Optional<HostFacts> before = target.facts(problems);
        HostFacts local = HostFacts.of(new LocalShell(), List.of());
        before.ifPresent(
                facts -> problems.addAll(problems(facts, local, target.shell().address())));
        Optional<StartCommand> start = target.startCommand();
        if (!request.flag(FaultAttribute.REBOOT) && start.isEmpty()) {
            problems.add(target.name() + " would stay down, since nothing says how it is started again: add \"target."
                    + target.name() + ".start = COMMAND\" (run on this machine) to the profile, or use reboot = true");
        }
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        return new HostShutdown(target, request, before.orElseThrow(), local, start);
    }

    /** Whether shutting this target down would take the tests down with it. */
    public static boolean hitsThisMachine(HostFacts target, HostFacts local) {
        return target.thisMachine(local);
    }

    /**
     * What stands against it on this target; empty when nothing does.
     *
     * @param local facts of the machine that this runs on, which is never shut down
     */
    public static List<String> problems(HostFacts facts, HostFacts local, String address) {
        List<String> problems = new ArrayList<>();
        NetworkPlan.checkHost(facts, address, false, problems);
        if (hitsThisMachine(facts, local)) {
            problems.add(address + " is the machine that the tests run on, or shares its processes: it is never shut"
                    + " down");
        }
        return problems;
    }

    /**
     * Arms the shutdown: it happens on the target after the delay, unless the fault is reverted or the controller is gone
     * by then.
     *
     * @param local facts of the machine that this runs on, which is never shut down
     * @param reboot whether the host is to come back by itself
     */
    public static Lease arm(Shell shell, HostFacts local, Order order, boolean reboot, Duration delay) {
        return Lease.arm(shell, work(local, reboot, delay), order);
    }

    /** The same without a delay, held ready until {@link Lease#arm()}. */
    public static Lease prepare(Shell shell, HostFacts local, Order order, boolean reboot) {
        return Lease.prepare(shell, work(local, reboot, Duration.ZERO), order);
    }

    private static Work work(HostFacts local, boolean reboot, Duration delay) {
        return new Work(
                "down.sh",
                Map.of(
                        "boot", local.value("boot"),
                        "pidns", local.value("pidns"),
                        "action", reboot ? "reboot" : "poweroff",
                        "delay_ms", Long.toString(delay.toMillis())),
                "");
    }

    /** Whether the target has begun to go down. */
    public static boolean begun(Lease fault) {
        return !fault.said("DOWN").isEmpty();
    }

    /**
     * How the host is now, compared with the one that was attacked.
     *
     * @param before {@link HostFacts#incarnation()} of the host before the attack
     */
    public static HostState state(Shell shell, String before) {
        try {
            return HostFacts.of(shell, List.of(), ANSWER).incarnation().equals(before)
                    ? HostState.UP_AS_BEFORE
                    : HostState.BACK;
        } catch (ShellException | LinuxFaultException e) {
            return HostState.DOWN;
        }
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

    /** Asked before the agent is, which could not be started on a host that is down. */
    @Override
    public synchronized Optional<String> alreadySo() {
        HostState now = state();
        gone = now != HostState.UP_AS_BEFORE;
        return switch (now) {
            case DOWN -> Optional.of(target.name() + " did not answer already");
            case BACK -> Optional.of(target.name() + " was started anew already");
            case UP_AS_BEFORE -> Optional.empty();
        };
    }

    /** What is asked for with a duration stays down at least so long. */
    @Override
    Duration cap() {
        return longest();
    }

    @Override
    Lease hold() {
        return prepare(target.shell(), local, order(), reboot);
    }

    @Override
    public synchronized void inject() {
        start.ifPresent(command -> guard = StartGuard.arm(command, cap()));
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
        HostState state = state();
        if (state == HostState.UP_AS_BEFORE) {
            return Evidence.none("ended nothing", "the host is still up");
        }
        wentDown = Evidence.bite(
                        state == HostState.DOWN
                                ? target.name() + " is down: it does not answer at " + target.address()
                                : target.name() + " went down and was started anew")
                // silence takes its time to be told from a slow answer: it was silent when the look began
                .begun(Duration.ofNanos(System.nanoTime() - asked));
        return wentDown;
    }

    private HostState state() {
        return state(target.shell(), before.incarnation());
    }

    @Override
    public synchronized void revert() {
        if (gone) {
            // what was held ready has gone with the host, or ends by itself as it hears nothing any more
            leased().ifPresent(Lease::close);
            return;
        }
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
            leased().ifPresent(Lease::close);
            closeGuard();
        }
    }

    private boolean bringBack() {
        boolean due = start.isPresent() && !started && Ticker.SYSTEM.nanos() - nextStart >= 0;
        if (due && (wentDown != null || state() == HostState.DOWN)) {
            startFailure = start.get().run().orElse(null);
            started = startFailure == null;
            // a machine that is still on its way down may not be started yet
            nextStart = Ticker.SYSTEM.nanos() + START_AGAIN.toNanos();
        }
        // one that takes its time to go down was not brought back yet
        return state() == HostState.BACK;
    }

    private void closeGuard() {
        if (guard != null) {
            guard.close();
        }
    }

    @Override
    public synchronized List<String> residue() {
        if (gone) {
            return List.of();
        }
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
    public Optional<String> remedy() {
        return start.map(StartCommand::toString);
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
