package dev.reliability.k8s.internal.pod;

import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.linux.LinuxTarget;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.TargetContext;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of a fault that is in one pod: a shell there, and a fault of a Linux host through it. */
final class PodPart {

    private static final Duration MARGIN = Duration.ofMinutes(1);
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(10);

    private final PodShell shell;
    private final LinuxTarget linux;
    private @Nullable Fault fault;
    private long closedAt;

    /**
     * A part that is only planned.
     *
     * @param longest how long its container may live
     */
    PodPart(Guest guest, Address address, TargetContext context, Duration longest) {
        this.shell = new PodShell(guest, longest);
        this.linux = LinuxTarget.of("pod " + guest.pod(), address, shell, context);
        shell.endAfter(silence(linux.lease()));
    }

    /** How long our containers may live, whatever becomes of us. */
    static Duration longest(FaultRequest request) {
        return request.longest().plus(MARGIN);
    }

    /** After how long without a word from us a container ends; whatever is in force in it ends after the lease. */
    static Duration silence(Duration lease) {
        Duration several = lease.multipliedBy(3);
        return several.compareTo(LEAST_SILENCE) < 0 ? LEAST_SILENCE : several;
    }

    String pod() {
        return shell.guest().pod();
    }

    PodShell shell() {
        return shell;
    }

    LinuxTarget linux() {
        return linux;
    }

    /** The fault in the pod, once it is made ready. */
    Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    /** Enters the pod and gets the fault ready there. */
    void prepare(FaultRequest request) throws Exception {
        try {
            shell.open();
            fault = linux.plan(request);
            fault.prepare();
        } catch (KubernetesClientException e) {
            throw new IllegalStateException(Refusals.words(e, shell.guest().cluster()), e);
        } catch (PlanException e) {
            throw new IllegalStateException("pod " + pod() + ": " + e.getMessage(), e);
        }
    }

    Fault ready() {
        Fault ready = fault;
        if (ready == null) {
            throw new IllegalStateException("nothing is ready in pod " + pod());
        }
        return ready;
    }

    Optional<String> lost() {
        return fault().flatMap(Fault::lost).or(shell::lost).map(why -> "pod " + pod() + ": " + why);
    }

    /** Ends the fault, and then the container. */
    void revert() throws Exception {
        try {
            if (fault != null && shell.lost().isEmpty()) {
                fault.revert();
            }
        } finally {
            shell.close();
            if (closedAt == 0) {
                closedAt = System.nanoTime();
            }
        }
    }

    /**
     * Returns what is left. All that the fault is, processes and table, lives no longer than the container; so one that has ended
     * is the proof, whatever could be asked of it before.
     */
    List<String> residue() throws Exception {
        if (shell.ended() && (fault == null || fault.residue().isEmpty())) {
            return List.of();
        }
        Guest guest = shell.guest();
        if (GuestContainers.pod(guest).isEmpty()) {
            // a pod may run on for a while that the API server knows no more; not beyond the lease
            boolean lapsed =
                    System.nanoTime() - closedAt > linux.lease().plusSeconds(1).toNanos();
            return lapsed ? List.of() : List.of("pod " + pod() + " is gone, and its lease is not over yet");
        }
        return Ends.of(guest);
    }
}
