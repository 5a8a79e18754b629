package dev.reliability.k8s.internal.pod;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.target.Pods;
import dev.reliability.spi.Each;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellException.Reason;
import dev.reliability.spi.UndoRecord;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Ends containers of ours, whoever started them. */
public final class Ends {

    private static final String CONTAINERS = "containers";

    /** Kills all that bears the mark, also what is frozen. The first process of a namespace hears only what it has a trap for. */
    private static final String KILL =
            """
            for signal in TERM KILL; do
              for file in $(grep -lzxsF "$1" /proc/[0-9]*/environ); do
                pid=${file#/proc/} pid=${pid%/environ}
                ((pid == $$)) || kill "-$signal" "$pid"
              done 2>/dev/null
            done
            """;

    /** A container whose controller died ends at once, but the node tells it late. */
    private static final Duration BY_ITSELF = Duration.ofSeconds(3);

    private static final Duration BY_FORCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(200);

    private Ends() {}

    /** What a later run needs in order to undo a fault. */
    static Map<String, String> data(List<Guest> guests) {
        return Map.of(
                CONTAINERS,
                guests.stream()
                        .map(guest -> String.join("/", guest.namespace(), guest.pod(), guest.uid(), guest.container()))
                        .collect(Collectors.joining(",")));
    }

    /** Tells whether it was written by a fault of this package. */
    public static boolean knows(UndoRecord record) {
        return record.data().containsKey(CONTAINERS);
    }

    /** Undoes the fault of a dead run; returns what is left. */
    public static List<String> undo(UndoRecord record, Cluster cluster) throws InterruptedException {
        List<Guest> guests = Arrays.stream(
                        record.data().getOrDefault(CONTAINERS, "").split(","))
                .filter(text -> !text.isEmpty())
                .map(text -> text.split("/"))
                .map(words -> Guest.there(cluster, words[0], words[1], words[2], words[3]))
                .toList();
        return all(guests);
    }

    /** Ends every container of ours in some pods; returns what is left. */
    public static List<String> sweep(List<Pod> pods, Cluster cluster) throws InterruptedException {
        List<Guest> guests = new ArrayList<>();
        for (Pod pod : pods) {
            for (EphemeralContainer container : pod.getSpec().getEphemeralContainers()) {
                if (container.getName().startsWith(Guest.PREFIX)) {
                    guests.add(Guest.there(
                            cluster,
                            pod.getMetadata().getNamespace(),
                            Pods.name(pod),
                            Pods.uid(pod),
                            container.getName()));
                }
            }
        }
        return all(guests);
    }

    private static List<String> all(List<Guest> guests) throws InterruptedException {
        return Each.map(guests, Ends::of).stream().flatMap(List::stream).toList();
    }

    /** Ends one; returns what is left. */
    static List<String> of(Guest guest) {
        if (endsWithin(guest, BY_ITSELF)) {
            return List.of();
        }
        try {
            PodShell.into(guest)
                    .run(ShellCommand.script(KILL)
                            .withArguments(Guest.MARK + "=" + guest.container())
                            .withTimeout(BY_FORCE));
        } catch (ShellException e) {
            // the command ends with the container that it runs in
        }
        return endsWithin(guest, BY_FORCE) ? List.of() : List.of(guest + " still runs");
    }

    private static boolean endsWithin(Guest guest, Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        while (GuestContainers.runs(guest)) {
            if (System.nanoTime() - until > 0) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ShellException(Reason.LOCAL, "interrupted while waiting for the end of " + guest, e);
            }
        }
        return true;
    }
}
