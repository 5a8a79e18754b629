package dev.reliability.internal.link.fault;

import dev.reliability.internal.link.ActiveFault;
import dev.reliability.internal.link.AttackableLink;
import dev.reliability.internal.link.Bite;
import dev.reliability.internal.link.LinkFault;
import dev.reliability.internal.link.Observation;
import dev.reliability.internal.process.LinkDeclaration;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Selection;
import dev.reliability.spi.Target;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A fault on some links of one process.
 *
 * <p>Its bite has two halves: traffic of the process that the links swallowed, delayed or reset, and what a process that is
 * not ours met on each of the links. Its end is proven by the latter alone.
 */
final class LinkAttack implements Fault {

    /** How long nothing must come back for it to count as silence. */
    static final Duration SILENCE = Duration.ofMillis(100);

    /** The link ends the fault by itself should the runner be late by more than this. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private final Target target;
    private final LinkSet links;
    private final LinkFault fault;
    private final LinkWords words;
    private final FaultRequest request;
    private final Selection asked;
    private final List<String> hit;
    private final List<LinkDeclaration> declarations;
    private final List<LinkDeclaration> spared;
    private final LinkTraffic traffic;
    private final Map<String, AttackableLink> faulted = new ConcurrentHashMap<>();
    private final Map<String, ActiveFault> active = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Observation>> witnessed = new ConcurrentHashMap<>();

    LinkAttack(Target target, LinkSet links, LinkFault fault, FaultRequest request, LinkSelection.Selected selected) {
        this.target = target;
        this.links = links;
        this.fault = fault;
        this.words = new LinkWords(fault, links.carries());
        this.request = request;
        this.asked = selected.asked();
        this.declarations = selected.links();
        this.hit = declarations.stream().map(LinkDeclaration::name).toList();
        this.spared = links.declarations().stream()
                .filter(link -> !declarations.contains(link))
                .toList();
        this.traffic = new LinkTraffic(links, selected);
    }

    @Override
    public String description() {
        return request.kind() + " of " + target.name();
    }

    @Override
    public List<String> effects() {
        List<String> lines = new ArrayList<>();
        lines.add(words.doing(links.traffic(target.name(), declarations)));
        List<String> kept = new ArrayList<>(asked.sparedHosts());
        asked.sparedAddresses().forEach(range -> kept.add(range.toString()));
        spared.stream()
                .map(LinkDeclaration::name)
                .filter(name -> !kept.contains(name))
                .forEach(kept::add);
        if (!kept.isEmpty()) {
            lines.add("Sparing " + String.join(", ", kept));
        }
        return lines;
    }

    /** Names the links for the reader alone: they ended with the JVM that held them, so a later run has nothing to undo. */
    @Override
    public UndoRecord undo() {
        return new UndoRecord(description(), target.address(), Map.of("links", String.join(",", hit)));
    }

    @Override
    public Optional<String> alreadySo() {
        return traffic.unreachable();
    }

    @Override
    public void inject() {
        traffic.begin();
        Map<String, AttackableLink> open = links.open();
        for (String name : hit) {
            AttackableLink link = open.get(name);
            Optional<Duration> limit = longest().map(LATE::plus);
            active.put(name, limit.isPresent() ? link.inject(fault, limit.get()) : link.inject(fault));
            faulted.put(name, link);
        }
        faulted.forEach(this::witness);
    }

    /** A shutdown has no duration, or lasts at least so long. */
    private Optional<Duration> longest() {
        return fault instanceof LinkFault.Refusal ? Optional.of(request.longest()) : request.duration();
    }

    private void witness(String name, AttackableLink link) {
        witnessed.put(name, link.observe(SILENCE));
    }

    @Override
    public Evidence evidence() {
        if (active.isEmpty()) {
            return Evidence.none(words.nothing(), "no link has it");
        }
        Map<String, Bite> bites = new LinkedHashMap<>();
        hit.forEach(name -> bites.put(name, active.get(name).bite()));
        List<String> bitten =
                hit.stream().filter(name -> bites.get(name).bitten()).toList();
        Evidence evidence = bitten.isEmpty()
                ? Evidence.none(words.nothing(), traffic.whyNone(hit))
                : seenFromOutside().orElseGet(() -> Evidence.bite(done(bites, bitten)));
        for (Map.Entry<String, Bite> bite : bites.entrySet()) {
            evidence = evidence.with(bite.getKey(), words.figures(bite.getValue()));
        }
        return evidence.with("silence-ms", SILENCE.toMillis()).missing(traffic.missed(bitten));
    }

    /** Returns what is still missing of the other half of the proof, or nothing. */
    private Optional<Evidence> seenFromOutside() {
        for (String name : hit) {
            CompletableFuture<Observation> seen = witnessed.get(name);
            if (seen == null || !seen.isDone()) {
                return Optional.of(Evidence.none("was not seen from outside", "no process has told what it saw yet"));
            }
            // A witness that died fails here, and says so; the runner asks again.
            Observation observation = seen.isCompletedExceptionally() ? null : seen.join();
            if (observation == null || !observation.confirms(fault)) {
                String saw = observation == null
                        ? "no process could look: "
                                + seen.handle((none, thrown) -> String.valueOf(thrown.getMessage()))
                                        .join()
                        : observation + " on link " + name;
                witness(name, faulted.get(name));
                return Optional.of(Evidence.none("was not seen from outside", saw));
            }
        }
        return Optional.empty();
    }

    private String done(Map<String, Bite> bites, List<String> bitten) {
        String traffic =
                bitten.stream().map(name -> words.done(name, bites.get(name))).collect(Collectors.joining(", "));
        List<String> idle = hit.stream().filter(name -> !bitten.contains(name)).toList();
        return traffic + "; " + words.outside(witnessed.get(hit.get(0)).join(), SILENCE)
                + (idle.isEmpty() ? "" : "; no traffic went to " + LinkTraffic.either(idle) + " so far");
    }

    /** A link that is closed forgets its fault, and may be open again without it. */
    @Override
    public Optional<String> lost() {
        return links.endWithTarget()
                ? Optional.empty()
                : faulted.entrySet().stream()
                        .filter(link -> link.getValue().isClosed())
                        .map(link -> "link " + link.getKey() + " was closed")
                        .findFirst();
    }

    @Override
    public void revert() {
        active.values().forEach(ActiveFault::heal);
    }

    @Override
    public List<String> residue() {
        List<String> left = new ArrayList<>();
        active.forEach((name, was) -> {
            if (was.active()) {
                left.add("link " + name + " still has a " + request.kind());
            }
        });
        if (left.isEmpty()) {
            Map<String, CompletableFuture<Observation>> looks = new LinkedHashMap<>();
            faulted.forEach((name, link) -> looks.put(name, link.observe(SILENCE)));
            looks.forEach((name, look) -> {
                Observation seen = look.join();
                // it forwards nothing any more; whoever listens there now is another
                boolean closed = faulted.get(name).isClosed();
                if (!seen.confirmsNoFault() && !closed) {
                    left.add("link " + name + " does not let through (" + seen + ")");
                }
            });
        }
        return left;
    }

    @Override
    public Optional<String> remedy() {
        return Optional.of("kill " + ProcessHandle.current().pid() + "   (the test JVM: its links end with it)");
    }

    @Override
    public Duration expectedTimeToHeal() {
        return Duration.ofSeconds(5);
    }

    /** A fault may be as short as a second, and traffic may come at any time. */
    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(100);
    }

    @Override
    public boolean awaitsTraffic() {
        return true;
    }

    @Override
    public boolean excludes(Fault other) {
        return other instanceof LinkAttack attack
                && attack.hit.stream()
                        .map(attack.links::identity)
                        .anyMatch(one -> hit.stream().map(links::identity).anyMatch(one::equals));
    }
}
