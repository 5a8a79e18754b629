package dev.reliability.internal.linux;

import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Powering a host off, or rebooting it. */
public final class HostShutdown {

    /** A host that takes longer to answer is down. */
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private HostShutdown() {}

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
    public static LeasedFault arm(Shell shell, HostFacts local, Order order, boolean reboot, Duration delay) {
        return LeasedFault.arm(shell, work(local, reboot, delay), order);
    }

    /** The same without a delay, held ready until {@link LeasedFault#arm()}. */
    public static LeasedFault prepare(Shell shell, HostFacts local, Order order, boolean reboot) {
        return LeasedFault.prepare(shell, work(local, reboot, Duration.ZERO), order);
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
    public static boolean begun(LeasedFault fault) {
        return !fault.said("DOWN").isEmpty();
    }

    /**
     * How the host is now, compared with the one that was attacked.
     *
     * @param before {@link HostFacts#incarnation()} of the host before the attack
     */
    public static State state(Shell shell, String before) {
        try {
            return HostFacts.of(shell, List.of(), ANSWER).incarnation().equals(before)
                    ? State.UP_AS_BEFORE
                    : State.BACK;
        } catch (ShellException | LinuxFaultException e) {
            return State.DOWN;
        }
    }

    /** Whether a host went down, and whether it came back. */
    public enum State {
        /** It never went down. */
        UP_AS_BEFORE,
        /** It does not answer. */
        DOWN,
        /** It answers, and was started after the attack. */
        BACK
    }
}
