package dev.reliability.linux;

import dev.reliability.internal.linux.LinuxHost;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.MachineKeys;
import dev.reliability.spi.PlanException.Problem;
import dev.reliability.spi.Shell;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A Linux machine, or a part of one that has its own network, to which a {@link Shell} leads: with blackhole, packet loss, DNS
 * outage, process kill, CPU load and shutdown. Each is proven there, ends there by itself when the controller is silent for a
 * lease, and is proven to be gone. A back end needs no more than a shell:
 *
 * <pre>{@code
 * public final class ContainerProvider implements TargetProvider {
 *
 *     public Target target(String name, Address address, TargetContext context) {
 *         return LinuxTarget.of(name, address, new ExecShell(address), context);
 *     }
 *
 *     public List<String> undo(UndoRecord record, TargetContext context) {
 *         return LinuxTarget.undo(record, new ExecShell(record.address()));
 *     }
 *
 *     public List<String> sweep(Address address, TargetContext context) {
 *         return LinuxTarget.sweep(new ExecShell(address));
 *     }
 *     …
 * }
 * }</pre>
 *
 * <p>A back end that has more to say of its targets, or does some faults in another way, implements {@link Target} and hands
 * what it does not know itself to one of these.
 *
 * <p>Settings: {@code reliability.lease}, how long a fault lives without a sign of life from the controller (5 s; 500 ms to 60 s).
 * Attribute: {@link #START}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class LinuxTarget implements Target {

    /**
     * Attribute of a target ({@code target.NAME.start}): the command of the controller's machine that starts it again after a
     * shutdown without a reboot; words separated by white space, read by no shell, without effect on a machine that runs. A back
     * end whose targets can have one names it in {@link TargetProvider#attributes()}.
     */
    public static final String START = LinuxHost.START;

    private final String name;
    private final Address address;
    private final LinuxHost host;

    private LinuxTarget(String name, Address address, LinuxHost host) {
        this.name = name;
        this.address = address;
        this.host = host;
    }

    /**
     * Makes a target. Nothing is asked of it by this call.
     *
     * @param name name of the target in the test
     * @param address its address, as a profile writes it; what is left on it is swept by this address
     * @param shell the way to it; stays open for as long as the target is used, and is not closed by it
     * @param context settings, and what else is said of the target
     */
    public static LinuxTarget of(String name, Address address, Shell shell, TargetContext context) {
        return new LinuxTarget(name, address, new LinuxHost(name, address, shell, context));
    }

    /**
     * Undoes a fault whose controller died. Idempotent; does nothing to other faults, and nothing to a target that was started
     * anew since.
     *
     * @param record what was written down before the fault was injected
     * @param shell a way to the target
     * @return what is still left, a clause each; empty when nothing is
     * @throws dev.reliability.spi.ShellException if the target cannot be reached
     */
    public static List<String> undo(UndoRecord record, Shell shell) {
        return LinuxHost.undo(record, shell);
    }

    /**
     * Ends every fault on a target, whoever injected it, also where everything that belongs to it is frozen.
     *
     * @param shell a way to the target
     * @return what is still left, a clause each; empty when nothing is
     * @throws dev.reliability.spi.ShellException if the target cannot be reached
     */
    public static List<String> sweep(Shell shell) {
        return LinuxHost.sweep(shell);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Address address() {
        return address;
    }

    /**
     * Returns what tells the machine and its network apart from all others, once a fault was planned; its address until then.
     * Where it is a whole machine of a cloud, the id that the cloud gave it is among its {@link MachineKeys}; a back end adds the
     * addresses that it knows.
     */
    @Override
    public Set<String> resources() {
        return host.resources();
    }

    /** Returns the run whose mark is on the machine, if it is another one: the mark is seen from wherever that is attacked. */
    @Override
    public Optional<String> attackedBy() {
        return host.attackedBy();
    }

    /** Returns nothing: a machine that is down is told with everything else that stands against a fault. */
    @Override
    public Optional<String> unfit() {
        return Optional.empty();
    }

    /** Returns how long its faults live without a sign of life from here, as the setting says. */
    public Duration lease() {
        return host.lease();
    }

    /**
     * Says what is wrong with a request whatever the machine is like. For back ends whose shell cannot be opened while they plan,
     * since that changes the target: they ask this then, and {@link #plan} once the shell is open.
     *
     * @return every problem; empty when only the machine itself can stand against it
     */
    public List<Problem> check(FaultRequest request) {
        return host.check(request);
    }

    @Override
    public Fault plan(FaultRequest request) {
        return host.plan(request);
    }
}
