package dev.reliability.k8s;

import dev.reliability.k8s.internal.client.Access;
import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.NoCluster;
import dev.reliability.k8s.internal.target.K8sAddress;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import java.util.Optional;

/** Finds the cluster that an address or an annotation means. */
final class Contexts {

    private Contexts() {}

    static Cluster cluster(Address address, PlanContext context) {
        return cluster(K8sAddress.context(address), context);
    }

    static Cluster cluster(Optional<String> chosen, PlanContext context) {
        try {
            return Cluster.of(Access.choose(context::value, chosen));
        } catch (NoCluster e) {
            throw new PlanException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns what an address says before the context. */
    static String without(Address address) {
        return address.value().strip().replaceFirst("@.*$", "");
    }
}
