package dev.reliability.k8s.internal.target;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.k8s.internal.mark.Marks;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.Target;
import dev.reliability.spi.Testimony;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Pods behind a selector of labels, those of a workload, or one by name. */
public final class PodsTarget implements Target {

    private final String name;
    private final Address address;
    private final K8sAddress where;
    private final Cluster cluster;
    private final Choice choice;
    private final boolean ignoresBudgets;
    private final String sweepCommand;
    private final BiFunction<PodsTarget, FaultRequest, Fault> planner;

    /** Names of pods and of what owns them, those that are gone by now included: events outlive what they are about. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * A target whose pods are read anew each time.
     *
     * @param planner plans its faults
     */
    public PodsTarget(
            String name,
            Address address,
            K8sAddress where,
            Cluster cluster,
            Choice choice,
            boolean ignoresBudgets,
            String sweepCommand,
            BiFunction<PodsTarget, FaultRequest, Fault> planner) {
        this.planner = planner;
        this.ignoresBudgets = ignoresBudgets;
        this.sweepCommand = sweepCommand;
        this.name = name;
        this.address = address;
        this.where = where;
        this.cluster = cluster;
        this.choice = choice;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Address address() {
        return address;
    }

    /** Returns the cluster that it is in. */
    public Cluster cluster() {
        return cluster;
    }

    /** Returns its namespace. */
    public String namespace() {
        return where.namespace();
    }

    /** Returns which of its pods are meant where a fault does not say so itself. */
    public Choice choice() {
        return choice;
    }

    /** Returns what it names. */
    public K8sAddress where() {
        return where;
    }

    /** Returns what stands against the loss of a number of pods at once, a clause each; nothing where budgets are to be ignored. */
    public List<String> budgets(List<Pod> pods, int takes) {
        return ignoresBudgets
                ? List.of()
                : new Budgets(cluster)
                        .against(where.namespace(), pods, takes).stream()
                                .map(budget -> budget + "; target." + name + ".budgets = ignore goes past it")
                                .toList();
    }

    /** Returns the command that puts back what dead runs left on it. */
    public String sweepCommand() {
        return sweepCommand;
    }

    /** Returns the pods that are there now and have not run to their end. */
    public List<Pod> pods() {
        List<Pod> found = found();
        found.forEach(pod -> known.addAll(Pods.family(pod)));
        return found.stream().filter(pod -> !Pods.finished(pod)).toList();
    }

    private List<Pod> found() {
        return switch (where.sort()) {
            case POD -> cluster.pod(where.namespace(), where.what()).stream().toList();
            case SELECTOR -> cluster.pods(where.namespace(), where.what());
            default -> workload().map(one -> one.pods(cluster)).orElse(List.of());
        };
    }

    private Optional<Workload> workload() {
        return where.object()
                .filter(ref -> where.sort() != K8sAddress.Sort.POD)
                .flatMap(ref -> Workload.find(cluster, ref));
    }

    /** Returns the workloads that carry the mark of a fault on this target, which may be why it has no pods. */
    public List<Workload> marked() {
        return Leftovers.marked(cluster, address, where);
    }

    @Override
    public Set<String> resources() {
        Set<String> keys = new LinkedHashSet<>();
        keys.add("k8s:" + cluster.server() + "/" + where.namespace() + "/" + where.what());
        for (Pod pod : ask(this::pods)) {
            keys.add("k8s:" + cluster.server() + "/" + where.namespace() + "/pod/" + Pods.name(pod));
        }
        return keys;
    }

    @Override
    public int size() {
        return Math.max(1, ask(this::pods).size());
    }

    @Override
    public Optional<String> unfit() {
        List<Pod> pods = ask(this::pods);
        if (pods.isEmpty()) {
            return isMarked() ? Optional.empty() : Optional.of("stands for no pod: " + ask(this::nothing));
        }
        return pods.stream().anyMatch(Pods::serves)
                ? Optional.empty()
                : Optional.of("is down already: none of its " + pods.size() + " pods is ready");
    }

    private boolean isMarked() {
        try {
            return !marked().isEmpty();
        } catch (KubernetesClientException e) {
            // whoever may not look for marks has left none
            return false;
        }
    }

    private String nothing() {
        String context = " of context \"" + cluster.context() + "\"";
        if (!cluster.mayHaveNamespace(where.namespace())) {
            return "there is no namespace " + where.namespace() + context;
        }
        String place = " in namespace " + where.namespace() + context;
        if (where.sort() == K8sAddress.Sort.SELECTOR) {
            return where.what() + " matches nothing" + place;
        }
        String named = where.sort().name().toLowerCase(Locale.ROOT) + " " + where.what();
        return where.sort() != K8sAddress.Sort.POD && workload().isPresent()
                ? named + place + " has none"
                : "there is no " + named + place;
    }

    @Override
    public Optional<String> attackedBy() {
        List<Pod> pods = pods();
        return Stream.concat(Workload.owners(cluster, pods).values().stream().map(Workload::object), leases(pods))
                .flatMap(object -> Marks.attacker(object).stream())
                .findFirst();
    }

    /** What owns the policies that are on some pods. */
    private Stream<GenericKubernetesResource> leases(List<Pod> pods) {
        return pods.stream()
                .flatMap(pod -> Marks.label(pod.getMetadata()).stream())
                .distinct()
                .flatMap(id -> cluster.objects().list(Kind.JOB, where.namespace(), Marks.LABEL + "=" + id).stream());
    }

    @Override
    public Set<String> identities() {
        Set<String> identities = new LinkedHashSet<>();
        pods().stream().filter(Pods::serves).forEach(pod -> {
            identities.add(Pods.name(pod));
            Optional.ofNullable(pod.getStatus().getPodIP()).ifPresent(identities::add);
        });
        return identities;
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights = new LinkedHashSet<>();
        rights.add(right(where.sort() == K8sAddress.Sort.POD ? "get" : "list", "pods"));
        if (where.sort() != K8sAddress.Sort.POD) {
            where.object().ifPresent(ref -> rights.add(right("get", ref.kind().resource())));
        }
        if (where.sort() == K8sAddress.Sort.DEPLOYMENT) {
            rights.add(right("list", Kind.REPLICA_SET.resource()));
        }
        return rights;
    }

    /** Returns a right in its namespace. */
    public Right right(String verb, String resource) {
        return cluster.right(verb, resource, where.namespace());
    }

    @Override
    public Optional<String> log(Duration last) {
        StringBuilder text = new StringBuilder();
        for (Pod pod : pods()) {
            text.append("== ").append(Pods.name(pod)).append('\n');
            text.append(cluster.client()
                    .pods()
                    .inNamespace(where.namespace())
                    .withName(Pods.name(pod))
                    .sinceSeconds(Math.toIntExact(Math.max(1, last.toSeconds())))
                    .getLog());
        }
        return Optional.of(text.toString());
    }

    @Override
    public Testimony testimony(Duration last) {
        Accounts accounts = new Accounts(cluster, last);
        List<Pod> pods = pods();
        accounts.events(where.namespace(), (kind, object) -> known.contains(object) || object.equals(where.what()));
        accounts.logs(pods);
        return accounts.said();
    }

    @Override
    public Set<Right> testimonyRights() {
        return Set.of(right("get", "pods/log"), right("list", Kind.EVENT.resource()));
    }

    @Override
    public Map<String, Set<String>> whereabouts() {
        return Map.of("contexts", Set.of(cluster.context()), "namespaces", Set.of(where.namespace()));
    }

    @Override
    public Fault plan(FaultRequest request) {
        return planner.apply(this, request);
    }

    /** Asks the server while planning, where a refusal is a problem of the plan. */
    private <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            throw new PlanException(Refusals.words(e, cluster), e);
        }
    }
}
