package dev.reliability.k8s;

import dev.reliability.k8s.internal.client.Access;
import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.k8s.internal.fault.MarkedUndo;
import dev.reliability.k8s.internal.fault.NodeFaults;
import dev.reliability.k8s.internal.fault.PodFaults;
import dev.reliability.k8s.internal.pod.Ends;
import dev.reliability.k8s.internal.pod.PodFault;
import dev.reliability.k8s.internal.policy.PolicyLeftovers;
import dev.reliability.k8s.internal.policy.PolicyPlan;
import dev.reliability.k8s.internal.target.Choice;
import dev.reliability.k8s.internal.target.K8sAddress;
import dev.reliability.k8s.internal.target.NodeTarget;
import dev.reliability.k8s.internal.target.PodsTarget;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.TargetProvider;
import dev.reliability.spi.UndoRecord;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Knows the addresses of Kubernetes: {@code k8s:NAMESPACE/LABEL-SELECTOR}, {@code k8s:NAMESPACE/pod/NAME}. The cluster is
 * chosen as {@code kubectl} does it, by {@code target.NAME.context}, or by the environment variable {@code KUBERNETES_CONTEXT}.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class K8sTargetProvider implements TargetProvider {

    private static final String CONTEXT = "context";
    private static final String SELECT = "select";
    private static final String SEED = "seed";
    private static final String BUDGETS = "budgets";
    private static final String SYSTEM = "kube-system";
    private static final int SEEDS = 1_000_000;

    @Override
    public Set<String> schemes() {
        return Set.of("k8s");
    }

    @Override
    public Set<String> attributes() {
        return Set.of(CONTEXT, SELECT, SEED, BUDGETS, PodFault.CONTAINER, PolicyPlan.NETWORK, PolicyPlan.PROBE);
    }

    @Override
    public Set<String> settings() {
        return Set.of(Access.KUBECONFIG, Access.CONTEXT);
    }

    @Override
    public Target target(String name, Address address, TargetContext context) {
        K8sAddress where = K8sAddress.parse(address);
        if (where.sort() == K8sAddress.Sort.NODE) {
            return new NodeTarget(
                    name, address, where, cluster(address, context), context.sweepCommand(), NodeFaults::plan);
        }
        refuseSystem(name, where, context);
        long seed = context.attribute(SEED).map(K8sTargetProvider::number).orElseGet(() -> ThreadLocalRandom.current()
                .nextLong(SEEDS));
        Choice choice = Choice.of(context.attribute(SELECT).orElse("all"), seed);
        return new PodsTarget(
                name,
                address,
                where,
                cluster(address, context),
                choice,
                ignoresBudgets(context),
                context.sweepCommand(),
                (target, request) -> PodFaults.plan(target, request, context));
    }

    private static void refuseSystem(String name, K8sAddress where, TargetContext context) {
        boolean named = context.value("allow.namespaces").stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .anyMatch(one -> one.strip().equals(SYSTEM));
        if (where.namespace().equals(SYSTEM) && !named) {
            throw new PlanException(
                    "target \"" + name + "\" is in " + SYSTEM + ", on which the whole cluster depends: to"
                            + " attack it, name it in the profile with allow.namespaces = " + SYSTEM);
        }
    }

    private static boolean ignoresBudgets(TargetContext context) {
        String word = context.attribute(BUDGETS).orElse("respect").strip();
        if (!word.equals("respect") && !word.equals("ignore")) {
            throw new PlanException("budgets = \"" + word + "\" is neither \"respect\" nor \"ignore\"");
        }
        return word.equals("ignore");
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new PlanException("\"" + text + "\" is not a seed: expected a whole number", e);
        }
    }

    private static Cluster cluster(Address address, TargetContext context) {
        return Contexts.cluster(context.attribute(CONTEXT).or(() -> K8sAddress.context(address)), context);
    }

    @Override
    public List<String> undo(UndoRecord record, TargetContext context) throws Exception {
        if (PolicyLeftovers.knows(record)) {
            return PolicyLeftovers.undo(record, cluster(record.address(), context));
        }
        if (Ends.knows(record)) {
            return Ends.undo(record, cluster(record.address(), context));
        }
        // pods that were deleted are replaced by their owners; there is nothing to take back
        return MarkedUndo.isMeant(record) ? MarkedUndo.undo(record, cluster(record.address(), context)) : List.of();
    }

    @Override
    public List<String> sweep(Address address, TargetContext context) throws Exception {
        Cluster cluster = cluster(address, context);
        try {
            List<String> left = new ArrayList<>(MarkedUndo.sweep(cluster, address, K8sAddress.parse(address)));
            if (target("what is swept", address, context) instanceof PodsTarget pods) {
                List<Pod> there = pods.pods();
                left.addAll(PolicyLeftovers.sweep(there, address, pods.namespace(), cluster));
                left.addAll(Ends.sweep(there, cluster));
            }
            return left;
        } catch (KubernetesClientException e) {
            throw new IllegalStateException(Refusals.words(e, cluster), e);
        }
    }
}
