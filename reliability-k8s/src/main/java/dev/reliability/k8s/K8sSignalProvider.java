package dev.reliability.k8s;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.signal.ServiceSignal;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Signal;
import dev.reliability.spi.SignalProvider;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Knows who serves in Kubernetes: {@code k8s-service:NAMESPACE/NAME} are the pods behind a service, by name and address. A context
 * of the kubeconfig may follow, {@code @staging}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class K8sSignalProvider implements SignalProvider {

    private static final Pattern FORM = Pattern.compile("([a-z0-9.-]+)/([a-z0-9.-]+)");

    @Override
    public Set<String> schemes() {
        return Set.of("k8s-service");
    }

    @Override
    public Signal signal(String name, Address address, PlanContext context) {
        Matcher form = FORM.matcher(Contexts.without(address));
        if (!form.matches()) {
            throw new PlanException(address + " is not a service: expected k8s-service:NAMESPACE/NAME");
        }
        Cluster cluster = Contexts.cluster(address, context);
        return new ServiceSignal(cluster, form.group(1), form.group(2));
    }
}
