package dev.reliability.k8s.internal.policy;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.mark.Mark;
import dev.reliability.k8s.internal.pod.Witness;
import dev.reliability.k8s.internal.target.PodsTarget;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.Each;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Right;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts pods off by a NetworkPolicy, which the network plugin of the cluster enforces: on new connections, and on those alone. A
 * label of ours on the chosen pods, and on no others, is what it selects; a job that expires owns it.
 */
final class PolicyFault implements Fault {

    private static final Duration HEALING = Duration.ofMinutes(1);
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final PodsTarget target;
    private final Cluster cluster;
    private final FaultRequest request;
    private final Wanted wanted;
    private final List<PolicyPart> parts;
    private final int there;
    private final String id;
    private @Nullable Names names;
    private @Nullable PolicyLease lease;
    private List<Wanted.Entry> entries = List.of();
    private String otherPolicies = "";

    PolicyFault(PodsTarget target, FaultRequest request, Wanted wanted, List<PolicyPart> parts, int there, String id) {
        this.target = target;
        this.cluster = target.cluster();
        this.request = request;
        this.wanted = wanted;
        this.parts = List.copyOf(parts);
        this.there = there;
        this.id = id;
    }

    @Override
    public String description() {
        return request.kind() + " of " + target.name();
    }

    @Override
    public List<String> effects() {
        List<String> lines = new ArrayList<>();
        lines.add("Cutting " + parts.size() + " of " + there + " pods of " + target.name() + " in namespace "
                + target.namespace() + " off by the NetworkPolicy reliability-" + id
                + (target.choice().random()
                        ? ", chosen by chance (seed " + target.choice().seed() + ")"
                        : "")
                + ": " + pods());
        entries.forEach(entry -> lines.add("Refusing new connections to " + entry.name() + " ("
                + entry.points().stream().map(Object::toString).collect(Collectors.joining(", "))
                + "); established ones go on"));
        lines.add("Tried from each pod by an ephemeral container of an ordinary user, "
                + parts.get(0).witness().container() + ", which stays listed there");
        lines.add("Ends by itself in the cluster about "
                + parts.get(0).witness().lease().plusSeconds(1).toSeconds() + " s after our last sign of life");
        return lines;
    }

    private String pods() {
        return parts.stream().map(part -> part.witness().pod()).collect(Collectors.joining(", "));
    }

    @Override
    public OptionalInt takes() {
        return OptionalInt.of(parts.size());
    }

    @Override
    public Set<Right> rights() {
        Set<Right> rights = new LinkedHashSet<>();
        Stream.of("create", "get", "patch", "delete")
                .forEach(verb -> rights.add(target.right(verb, Kind.JOB.resource())));
        Stream.of("create", "get", "list", "patch", "delete")
                .forEach(verb -> rights.add(target.right(verb, Kind.NETWORK_POLICY.resource())));
        Stream.of("get", "create").forEach(verb -> {
            rights.add(target.right(verb, "pods/attach"));
            rights.add(target.right(verb, "pods/exec"));
        });
        rights.add(target.right("list", Kind.SERVICE.resource()));
        rights.add(target.right("list", Kind.ENDPOINT_SLICE.resource()));
        rights.add(target.right("patch", "pods"));
        rights.add(target.right("patch", "pods/ephemeralcontainers"));
        return rights;
    }

    @Override
    public UndoRecord undo() {
        return PolicyLeftovers.record(
                description(),
                target.address(),
                target.namespace(),
                id,
                Witness.undo(parts.stream().map(PolicyPart::witness).toList()));
    }

    @Override
    public boolean preparesTarget() {
        return true;
    }

    @Override
    public void prepare() throws Exception {
        cluster.told(() -> PolicyLeftovers.endLeftovers(
                cluster, parts.stream().map(PolicyPart::pod).toList(), target.sweepCommand()));
        Each.run(parts, PolicyPart::open);
        Names resolved = new Names(wanted.hosts(), parts);
        resolved.ask();
        List<String> unknown = wanted.unresolved(resolved.known());
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(String.join(", ", unknown) + " " + (unknown.size() == 1 ? "does" : "do")
                    + " not resolve in the pods");
        }
        names = resolved;
        entries = wanted.entries(resolved.known());
    }

    private Map<String, List<AddressRange>> known() {
        Names resolved = names;
        if (resolved == null) {
            throw new IllegalStateException("nothing is ready in the pods of " + target.name());
        }
        return resolved.known();
    }

    @Override
    public Optional<String> alreadySo() throws Exception {
        entries = wanted.entries(known());
        otherPolicies = OtherPolicies.on(
                        cluster,
                        target.namespace(),
                        parts.stream().map(PolicyPart::pod).toList())
                .words();
        List<Boolean> answered = Each.map(parts, part -> part.lookBefore(entries));
        return answered.contains(true)
                ? Optional.empty()
                : Optional.of("no new connection from " + pods() + " to "
                        + entries.stream().map(Wanted.Entry::name).collect(Collectors.joining(", "))
                        + " was possible already" + otherPolicies);
    }

    @Override
    public void inject() {
        Witness first = parts.get(0).witness();
        Duration longest = request.duration()
                .map(length -> length.plus(first.lease()).plusSeconds(2))
                .orElse(request.longest().plus(MARGIN));
        Mark mark = Mark.of(
                id,
                description(),
                target.address().toString(),
                longest,
                Map.of(),
                Map.of(),
                parts.stream().map(part -> part.witness().pod()).toList(),
                false);
        PolicyLease taken = new PolicyLease(cluster, target.namespace(), mark, first.lease(), longest);
        lease = taken;
        cluster.told(() -> {
            Map<String, Object> spec = spec();
            parts.forEach(part -> PolicyLeftovers.label(cluster, part.pod(), id));
            taken.take(spec);
        });
        if (names != null) {
            names.follow(() -> taken.change(spec()));
        }
    }

    private Map<String, Object> spec() {
        return PolicyRules.spec(id, wanted.cut(known(), cluster, target.namespace()));
    }

    @Override
    public Evidence evidence() throws Exception {
        long begin = System.nanoTime();
        List<PolicyPart.Seen> all = Each.map(parts, part -> part.look(entries, otherPolicies));
        Duration tried = Duration.ofNanos(System.nanoTime() - begin);
        List<String> hit = all.stream().flatMap(one -> one.hit().stream()).toList();
        List<String> missed = all.stream().flatMap(one -> one.missed().stream()).toList();
        Evidence evidence = hit.isEmpty()
                ? Evidence.none(
                        "cut nothing off",
                        String.join("; ", missed) + "; the network plugin may not enforce NetworkPolicies")
                // what got no answer was in force when it was tried
                : Evidence.bite(String.join("; ", hit)).missing(missed).begun(tried);
        Map<String, Object> addresses = new LinkedHashMap<>();
        known().forEach((host, ranges) ->
                addresses.put(host, ranges.stream().map(AddressRange::toString).toList()));
        return evidence.with(
                        "pods", parts.stream().map(part -> part.witness().pod()).toList())
                .with("addresses", addresses);
    }

    @Override
    public Optional<String> lost() {
        PolicyLease taken = lease;
        return (taken == null ? Optional.<String>empty() : taken.lost()).or(() -> parts.stream()
                .flatMap(part -> part.witness().lost().stream())
                .findFirst());
    }

    @Override
    public void revert() {
        if (names != null) {
            names.close();
        }
        PolicyLease taken = lease;
        if (taken != null) {
            cluster.told(() -> {
                taken.end();
                PolicyLeftovers.unlabel(cluster, target.namespace(), id);
            });
        }
    }

    @Override
    public List<String> residue() throws Exception {
        List<String> left = new ArrayList<>();
        if (lease != null) {
            cluster.told(() -> left.addAll(PolicyLeftovers.left(cluster, target.namespace(), id)));
            if (left.isEmpty()) {
                Each.map(parts, PolicyPart::notBack).forEach(left::addAll);
            }
        }
        if (left.isEmpty()) {
            Each.map(parts, part -> part.witness().end()).forEach(left::addAll);
        }
        return left;
    }

    @Override
    public Duration expectedTimeToHeal() {
        return HEALING;
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(250);
    }

    /** What two policies allow adds up to all that either allows. */
    @Override
    public boolean excludes(Fault other) {
        return true;
    }
}
