package dev.reliability.k8s.internal.fault;

import dev.reliability.k8s.internal.client.Cluster;
import dev.reliability.k8s.internal.client.Kind;
import dev.reliability.k8s.internal.client.Refusals;
import dev.reliability.k8s.internal.target.Choice;
import dev.reliability.k8s.internal.target.Pods;
import dev.reliability.k8s.internal.target.PodsTarget;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.UndoRecord;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Deletes pods, each by its name and only as the very pod that was chosen. Their owners replace them, which is the healing; the
 * bite is that these pods are gone.
 */
final class TerminatePods implements Fault {

    /** Attributes of the annotation. */
    static final String COUNT = "count";

    static final String PERCENT = "percent";
    static final String SEED = "seed";

    /** How many deletions are under way at once. */
    private static final int AT_ONCE = 16;

    private static final Duration HEALING = Duration.ofMinutes(2);

    private final PodsTarget target;
    private final Cluster cluster;
    private final Choice choice;
    private final Optional<Duration> grace;
    private final int there;
    private final int takes;
    private List<Pod> chosen = List.of();
    private int serving;

    private TerminatePods(PodsTarget target, Choice choice, Optional<Duration> grace, int there) {
        this.target = target;
        this.cluster = target.cluster();
        this.choice = choice;
        this.grace = grace;
        this.there = there;
        this.takes = choice.count(there);
    }

    static TerminatePods plan(PodsTarget target, FaultRequest request) {
        List<Pod> pods = target.pods();
        Choice choice = choice(target, request);
        List<String> ownerless = (choice.isNamed() ? choice.of(pods) : pods)
                .stream()
                        .filter(pod -> Pods.owner(pod).isEmpty())
                        .map(Pods::name)
                        .toList();
        if (!ownerless.isEmpty()) {
            throw new PlanException("nothing replaces " + String.join(", ", ownerless)
                    + ": a pod without an owner that is deleted stays away; put it under a Deployment");
        }
        // whoever names the very pods means them, as the functions of experiment files do
        List<String> budgets = choice.isNamed() ? List.of() : target.budgets(pods, choice.count(pods.size()));
        if (!budgets.isEmpty()) {
            throw new PlanException(budgets);
        }
        return new TerminatePods(target, choice, request.optionalTime(PodFaults.GRACE), pods.size());
    }

    private static Choice choice(PodsTarget target, FaultRequest request) {
        List<String> named = request.list(PodFaults.PODS);
        if (!named.isEmpty()) {
            return Choice.named(named);
        }
        long seed = request.optionalNumber(SEED).orElse(target.choice().seed());
        if (request.optionalNumber(COUNT).isPresent()) {
            return Choice.of(String.valueOf(request.number(COUNT)), seed);
        }
        if (request.optionalPercent(PERCENT).isPresent()) {
            return Choice.of(Math.max(1, Math.round(request.percent(PERCENT))) + "%", seed);
        }
        return target.choice();
    }

    @Override
    public String description() {
        return "termination of " + target.name();
    }

    @Override
    public List<String> effects() {
        return List.of("Deleting " + takes + " of " + there + " pods of " + target.name() + " in namespace "
                + target.namespace()
                + (choice.random() ? ", chosen by chance (seed " + choice.seed() + ")" : ""));
    }

    @Override
    public OptionalInt takes() {
        return OptionalInt.of(takes);
    }

    @Override
    public Set<Right> rights() {
        return Set.of(target.right("delete", "pods"), target.right("list", Kind.BUDGET.resource()));
    }

    @Override
    public UndoRecord undo() {
        return new UndoRecord(
                description(),
                target.address(),
                Map.of("namespace", target.namespace(), "serving", String.valueOf(there)));
    }

    @Override
    public Optional<String> alreadySo() {
        List<Pod> pods = target.pods();
        chosen = choice.of(pods);
        serving = (int) pods.stream().filter(Pods::serves).count();
        if (chosen.isEmpty()) {
            return Optional.of("no pod of " + target.name() + " was there");
        }
        List<String> going = chosen.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() != null)
                .map(Pods::name)
                .toList();
        return going.size() == chosen.size()
                ? Optional.of(String.join(", ", going) + (going.size() == 1 ? " was" : " were") + " going already")
                : Optional.empty();
    }

    @Override
    public void inject() {
        AtomicReference<KubernetesClientException> refused = new AtomicReference<>();
        ExecutorService callers = Executors.newFixedThreadPool(Math.min(AT_ONCE, chosen.size()), task -> {
            Thread thread = new Thread(task, "reliability termination");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletableFuture.allOf(chosen.stream()
                            .map(pod -> CompletableFuture.runAsync(() -> delete(pod, refused), callers))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            callers.shutdownNow();
        }
        if (refused.get() != null) {
            throw new IllegalStateException(Refusals.words(refused.get(), cluster), refused.get());
        }
    }

    /** Deletes a pod, unless another one was refused: what is not allowed is not tried a thousand times. */
    private void delete(Pod pod, AtomicReference<KubernetesClientException> refused) {
        if (refused.get() == null) {
            try {
                cluster.delete(pod, grace);
            } catch (KubernetesClientException e) {
                refused.compareAndSet(null, e);
            }
        }
    }

    @Override
    public Evidence evidence() {
        Set<String> now = target.pods().stream().map(Pods::uid).collect(Collectors.toSet());
        List<String> left = chosen.stream()
                .filter(pod -> now.contains(Pods.uid(pod)))
                .map(Pods::name)
                .toList();
        int gone = chosen.size() - left.size();
        if (gone == 0) {
            return Evidence.none("ended no pod", String.join(", ", left) + " still there");
        }
        return Evidence.bite(gone + " of " + chosen.size() + " chosen pods gone")
                .with("pods", chosen.stream().map(Pods::name).toList())
                .missing(left.stream()
                        .map(pod -> "pod " + pod + " is still there")
                        .toList());
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(250);
    }

    @Override
    public void revert() {
        // whoever owns the pods replaces them; there is nothing to take back
    }

    @Override
    public List<String> residue() {
        long ready = target.pods().stream().filter(Pods::serves).count();
        return ready >= serving
                ? List.of()
                : List.of((serving - ready) + " of " + serving + " pods of " + target.name() + " "
                        + (serving - ready == 1 ? "is" : "are") + " not replaced yet");
    }

    @Override
    public Duration expectedTimeToHeal() {
        return HEALING;
    }
}
