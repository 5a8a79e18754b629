package dev.reliability.k8s.internal.policy;

import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.k8s.internal.pod.Witness;
import dev.reliability.k8s.internal.target.Pods;
import dev.reliability.k8s.internal.target.PodsTarget;
import dev.reliability.spi.Each;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.PlanException.Problem;
import dev.reliability.spi.TargetContext;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Plans faults that a NetworkPolicy does. */
public final class PolicyPlan {

    /** Attribute of a target: by what its network is attacked, {@code kit} or {@code policy}. */
    public static final String NETWORK = "network";

    /** Attribute of a target: where new connections are tried, such as {@code 5432} or {@code db.example:5432}. */
    public static final String PROBE = "probe";

    private static final Set<String> FAULTS = Set.of(FaultKind.BLACKHOLE, FaultKind.PACKET_LOSS, FaultKind.DNS_OUTAGE);
    private static final int ID = 12;

    private PolicyPlan() {}

    /**
     * Tells whether a fault is to be done this way.
     *
     * @throws PlanException if the target does not say it in a known word
     */
    public static boolean meant(FaultRequest request, TargetContext context) {
        String way = context.attribute(NETWORK).orElse("kit").strip();
        if (!way.equals("kit") && !way.equals("policy")) {
            throw new PlanException(NETWORK + " = \"" + way + "\" is neither \"kit\" nor \"policy\"");
        }
        return way.equals("policy") && FAULTS.contains(request.kind());
    }

    /**
     * Plans it; the API server is asked whether each pod would take its witness, and nothing is changed.
     *
     * @throws PlanException if it cannot be done
     */
    public static Fault plan(PodsTarget target, FaultRequest request, TargetContext context) {
        if (!request.kind().equals(FaultKind.BLACKHOLE)) {
            throw new PlanException("a NetworkPolicy cannot do a " + request.kind() + ": it lets connections through or"
                    + " does not; target." + target.name() + "." + NETWORK + " = kit can");
        }
        List<Pod> pods = target.pods();
        List<Pod> chosen = target.choice().of(pods);
        if (chosen.isEmpty()) {
            throw new PlanException("no pod of " + target.name() + " is there");
        }
        Set<Problem> problems = new LinkedHashSet<>();
        List<Problem> selection = new ArrayList<>();
        Wanted wanted = Wanted.read(request, target.name(), context.attribute(PROBE), selection);
        problems.addAll(selection);
        List<String> shared = chosen.stream()
                .filter(pod -> Boolean.TRUE.equals(pod.getSpec().getHostNetwork()))
                .map(Pods::name)
                .toList();
        if (!shared.isEmpty()) {
            problems.add(Problem.of("the network of " + String.join(", ", shared)
                    + " is that of its node (hostNetwork), on which NetworkPolicies have no say"));
        }
        String id = UUID.randomUUID().toString().replace("-", "").substring(0, ID);
        List<PolicyPart> parts = chosen.stream()
                .map(pod -> new PolicyPart(pod, Witness.of(target, pod, id, request, context)))
                .toList();
        refusals(parts).forEach(why -> problems.add(Problem.of(why)));
        vacuous(target, chosen).map(Problem::of).ifPresent(problems::add);
        if (!problems.isEmpty()) {
            throw PlanException.of(List.copyOf(problems));
        }
        return new PolicyFault(target, request, wanted, parts, pods.size(), id);
    }

    private static List<String> refusals(List<PolicyPart> parts) {
        try {
            return Each.map(parts, part -> part.witness().refusal()).stream()
                    .flatMap(Optional::stream)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlanException("interrupted while asking the API server", e);
        }
    }

    private static Optional<String> vacuous(PodsTarget target, List<Pod> chosen) {
        try {
            List<String> open = OtherPolicies.on(target.cluster(), target.namespace(), chosen)
                    .open();
            return open.isEmpty()
                    ? Optional.empty()
                    : Optional.of("NetworkPolicy " + String.join(", ", open) + " allows pods of " + target.name()
                            + " every connection, and what policies allow adds up, so another one takes nothing away;"
                            + " target." + target.name() + "." + NETWORK + " = kit can");
        } catch (KubernetesClientException e) {
            // the rights say it
            return Refusals.forbidden(e) ? Optional.empty() : Optional.of(Refusals.words(e, target.cluster()));
        }
    }
}
