package dev.reliability.k8s.internal.policy;

import dev.reliability.spi.AddressRange;
import dev.reliability.spi.Each;
import dev.reliability.spi.ShellException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What some names mean in some pods. An address that was seen once counts to the end. */
final class Names implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(3);

    private final Set<String> hosts;
    private final List<PolicyPart> parts;
    private final Map<String, List<AddressRange>> known = new LinkedHashMap<>();
    private @Nullable ScheduledExecutorService work;
    private @Nullable ScheduledFuture<?> asking;

    Names(Set<String> hosts, List<PolicyPart> parts) {
        this.hosts = Set.copyOf(hosts);
        this.parts = parts;
    }

    /** Asks all pods, and returns whether an address was not known before. */
    boolean ask() throws InterruptedException {
        boolean grown = false;
        if (!hosts.isEmpty()) {
            for (Map<String, List<AddressRange>> answer :
                    Each.map(parts, part -> part.witness().resolve(hosts))) {
                grown |= add(answer);
            }
        }
        return grown;
    }

    private synchronized boolean add(Map<String, List<AddressRange>> answer) {
        boolean grown = false;
        for (Map.Entry<String, List<AddressRange>> one : answer.entrySet()) {
            List<AddressRange> before = known.computeIfAbsent(one.getKey(), any -> new ArrayList<>());
            for (AddressRange address : one.getValue()) {
                if (!before.contains(address)) {
                    grown |= before.add(address);
                }
            }
        }
        return grown;
    }

    /** Returns all addresses that were seen. */
    synchronized Map<String, List<AddressRange>> known() {
        Map<String, List<AddressRange>> copy = new LinkedHashMap<>();
        known.forEach((host, addresses) -> copy.put(host, List.copyOf(addresses)));
        return copy;
    }

    /** Asks again and again from now on. */
    synchronized void follow(Runnable grown) {
        if (hosts.isEmpty()) {
            return;
        }
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "reliability names in pods");
            daemon.setDaemon(true);
            return daemon;
        });
        work = thread;
        asking = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        if (ask()) {
                            grown.run();
                        }
                    } catch (ShellException | KubernetesClientException e) {
                        // the lease and the witnesses say it when they are lost
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                EVERY.toMillis(),
                EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() {
        if (asking != null) {
            asking.cancel(true);
        }
        if (work != null) {
            work.shutdownNow();
        }
    }
}
