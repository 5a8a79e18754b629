package dev.reliability.internal.linux;

import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Powering a host off, or rebooting it. */
public final class HostShutdown {

    private HostShutdown() {}

    /** Whether shutting this target down would take the tests down with it. */
    public static boolean hitsThisMachine(HostFacts target, HostFacts local) {
        return target.thisMachine(local);
    }

    /**
     * Arms the shutdown: it happens on the target after the delay, unless the fault is reverted or the controller is gone
     * by then.
     *
     * @param local facts of the machine that this runs on, which is never shut down
     * @param reboot whether the host is to come back by itself
     */
    public static LeasedFault arm(Shell shell, HostFacts local, Order order, boolean reboot, Duration delay) {
        return LeasedFault.arm(
                shell,
                "down.sh",
                order,
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
            return HostFacts.of(shell, List.of()).incarnation().equals(before) ? State.UP_AS_BEFORE : State.BACK;
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
