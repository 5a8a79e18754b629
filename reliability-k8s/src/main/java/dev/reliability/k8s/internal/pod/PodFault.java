package dev.reliability.k8s.internal.pod;

import dev.reliability.k8s.internal.target.Choice;
import dev.reliability.k8s.internal.target.Pods;
import dev.reliability.k8s.internal.target.PodsTarget;
import dev.reliability.spi.Each;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.PlanException.Problem;
import dev.reliability.spi.Right;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.UndoRecord;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fault of Linux hosts in each of some pods, by way of an ephemeral container. */
public final class PodFault implements Fault {

    /** Attribute of a target: the container whose processes are meant. */
    public static final String CONTAINER = "container";

    private static final Set<String> NETWORK = Set.of(FaultKind.BLACKHOLE, FaultKind.PACKET_LOSS, FaultKind.DNS_OUTAGE);
    private static final Duration HEALING = Duration.ofMinutes(1);
    private static final int NAMED = 5;

    private final PodsTarget target;
    private final FaultRequest request;
    private final Choice choice;
    private final List<PodPart> parts;
    private final int there;

    private PodFault(PodsTarget target, FaultRequest request, Choice choice, List<PodPart> parts, int there) {
        this.target = target;
        this.request = request;
        this.choice = choice;
        this.parts = List.copyOf(parts);
        this.there = there;
    }

    /** Tells whether pods can have it this way. */
    public static boolean can(FaultRequest request) {
        return NETWORK.contains(request.kind())
                || request.kind().equals(FaultKind.CPU_LOAD)
                || request.kind().equals(FaultKind.PROCESS_KILL);
    }

    /**
     * Plans it; the API server is asked whether each pod would take the container, and nothing is changed.
     *
     * @throws PlanException if it cannot be done
     */
    public static Fault plan(PodsTarget target, FaultRequest request, TargetContext context) {
        List<Pod> pods = target.pods();
        List<Pod> chosen = target.choice().of(pods);
        if (chosen.isEmpty()) {
            throw new PlanException("no pod of " + target.name() + " is there");
        }
        String id = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        List<PodPart> parts = chosen.stream()
                .map(pod -> part(target, pod, id, request, context))
                .toList();
        Set<Problem> problems = new LinkedHashSet<>(parts.get(0).linux().check(request));
        hostNetwork(chosen, request).map(Problem::of).ifPresent(problems::add);
        refusals(parts).stream()
                .map(why -> Problem.of(why + wayAround(why, target, request)))
                .forEach(problems::add);
        if (!problems.isEmpty()) {
            throw PlanException.of(List.copyOf(problems));
        }
        return new PodFault(target, request, target.choice(), parts, pods.size());
    }

    private static PodPart part(PodsTarget target, Pod pod, String id, FaultRequest request, TargetContext context) {
        boolean processes = request.kind().equals(FaultKind.PROCESS_KILL);
        Optional<String> beside = processes
                ? context.attribute(CONTAINER)
                        .or(() ->
                                Optional.of(pod.getSpec().getContainers().get(0).getName()))
                : Optional.empty();
        Guest.Rank rank = processes
                ? Guest.Rank.PROCESSES
                : NETWORK.contains(request.kind()) ? Guest.Rank.NETWORK : Guest.Rank.ROOT;
        Guest guest = Guest.of(target.cluster(), pod, id, Guest.image(context), rank, beside);
        return new PodPart(guest, target.address(), context, PodPart.longest(request));
    }

    /** Packets dropped in such a pod would be those of its node. */
    private static Optional<String> hostNetwork(List<Pod> pods, FaultRequest request) {
        List<String> shared = pods.stream()
                .filter(pod -> Boolean.TRUE.equals(pod.getSpec().getHostNetwork()))
                .map(Pods::name)
                .toList();
        return shared.isEmpty() || !NETWORK.contains(request.kind())
                ? Optional.empty()
                : Optional.of("the network of " + String.join(", ", shared) + " is that of its node (hostNetwork): a "
                        + request.kind() + " would hit everything there");
    }

    private static String wayAround(String why, PodsTarget target, FaultRequest request) {
        return why.contains("violates PodSecurity") && request.kind().equals(FaultKind.BLACKHOLE)
                ? "; target." + target.name() + ".network = policy needs no such container"
                : "";
    }

    private static List<String> refusals(List<PodPart> parts) {
        try {
            return Each.map(parts, part -> {
                        try {
                            part.shell().ask();
                            return Optional.<String>empty();
                        } catch (ShellException e) {
                            return Optional.of(String.valueOf(e.getMessage()));
                        }
                    })
                    .stream()
                    .flatMap(Optional::stream)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlanException("interrupted while asking the API server", e);
        }
    }

    @Override
    public String description() {
        return request.kind() + " of " + target.name();
    }

    @Override
    public List<String> effects() {
        Guest first = parts.get(0).shell().guest();
        List<String> lines = new ArrayList<>();
        lines.add("Entering " + parts.size() + " of " + there + " pods of " + target.name() + " in namespace "
                + target.namespace() + " by an ephemeral container " + first.container() + " (image " + first.image()
                + ")" + (choice.random() ? ", chosen by chance (seed " + choice.seed() + ")" : "") + ": " + names());
        parts.stream()
                .flatMap(part -> part.fault().stream())
                .limit(NAMED)
                .flatMap(fault -> fault.effects().stream())
                .distinct()
                .forEach(lines::add);
        lines.add("The ended container stays listed in each pod until the pod goes: the API removes none");
        return lines;
    }

    private String names() {
        String names = parts.stream().limit(NAMED).map(PodPart::pod).collect(Collectors.joining(", "));
        return parts.size() <= NAMED ? names : names + " and " + (parts.size() - NAMED) + " more";
    }

    @Override
    public OptionalInt takes() {
        return OptionalInt.of(parts.size());
    }

    @Override
    public Set<Right> rights() {
        return Stream.of(
                        target.right("get", "pods"),
                        target.right("patch", "pods/ephemeralcontainers"),
                        target.right("get", "pods/attach"),
                        target.right("create", "pods/attach"),
                        target.right("get", "pods/exec"),
                        target.right("create", "pods/exec"))
                .collect(Collectors.toSet());
    }

    @Override
    public UndoRecord undo() {
        return new UndoRecord(
                description(),
                target.address(),
                Ends.data(parts.stream().map(part -> part.shell().guest()).toList()));
    }

    @Override
    public boolean preparesTarget() {
        return true;
    }

    @Override
    public void prepare() throws Exception {
        Each.run(parts, part -> part.prepare(request));
    }

    @Override
    public Optional<String> alreadySo() throws Exception {
        List<Optional<String>> answers = Each.map(parts, part -> {
            try {
                return part.ready().alreadySo();
            } catch (Exception e) {
                throw new IllegalStateException("pod " + part.pod() + ": " + e.getMessage(), e);
            }
        });
        List<String> so = answers.stream().flatMap(Optional::stream).toList();
        return so.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", so));
    }

    @Override
    public void inject() throws Exception {
        Each.run(parts, part -> part.ready().inject());
    }

    @Override
    public Evidence evidence() throws Exception {
        List<Evidence> all = Each.map(parts, part -> {
            try {
                return part.ready().evidence();
            } catch (Exception e) {
                throw new IllegalStateException("pod " + part.pod() + ": " + e.getMessage(), e);
            }
        });
        Evidence evidence =
                Evidence.joined(parts.stream().map(part -> "pod " + part.pod()).toList(), all);
        return evidence.with("pods", parts.stream().map(PodPart::pod).toList());
    }

    @Override
    public Optional<String> lost() {
        return parts.stream().map(PodPart::lost).flatMap(Optional::stream).findFirst();
    }

    @Override
    public void revert() throws Exception {
        Each.run(parts, PodPart::revert);
    }

    @Override
    public List<String> residue() throws Exception {
        List<String> left = new ArrayList<>();
        for (List<String> one : Each.map(parts, PodFault::residue)) {
            left.addAll(one);
        }
        return left;
    }

    private static List<String> residue(PodPart part) {
        try {
            return part.residue();
        } catch (Exception e) {
            return List.of("unknown, since the pod " + part.pod() + " cannot be asked: " + e.getMessage());
        }
    }

    @Override
    public Duration expectedTimeToHeal() {
        return HEALING;
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(100);
    }

    @Override
    public boolean awaitsTraffic() {
        return NETWORK.contains(request.kind());
    }

    /** What takes a pod away takes what runs in it with it. */
    @Override
    public boolean excludes(Fault other) {
        return !(other instanceof PodFault same)
                || request.kind().equals(FaultKind.CPU_LOAD)
                        && same.request.kind().equals(request.kind());
    }
}
