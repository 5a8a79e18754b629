package dev.reliability.internal.linux;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.PlanException.Problem;
import dev.reliability.spi.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Packets that a host does not get out or in: blackhole, packet loss, DNS outage. */
public final class NetworkFault extends LeasedFault {

    private static final Duration ON_ITS_WAY = Duration.ofMillis(600);
    private static final Duration RESOLVED_AGAIN = Duration.ofSeconds(3);

    private final NetworkPlan plan;
    private final Effects effects;
    private final Entries entries;
    private Optional<OwnAttempt> attempt = Optional.empty();

    private NetworkFault(LinuxHost target, FaultRequest request, NetworkPlan plan) {
        super(target, request);
        this.plan = plan;
        this.effects = new Effects(target.name(), plan);
        this.entries = new Entries(plan);
    }

    static NetworkFault plan(LinuxHost target, FaultRequest request) {
        List<Problem> problems = new ArrayList<>();
        Kind kind = kind(request);
        Selection selection = read(request, problems);
        NetworkSpec spec = new NetworkSpec(
                kind,
                selection,
                kind == Kind.LOSS ? request.percent(FaultAttribute.PERCENT) : 100,
                cap(request),
                target.lease(),
                RESOLVED_AGAIN);
        NetworkPlan plan = NetworkPlan.of(target.shell(), spec);
        plan.problems().forEach(problem -> problems.add(Problem.of(problem)));
        target.busy(plan.mark()).ifPresent(problem -> problems.add(Problem.of(problem)));
        if (!problems.isEmpty()) {
            throw PlanException.of(problems);
        }
        target.identify(plan.facts());
        return new NetworkFault(target, request, plan);
    }

    /** What is wrong with the request on any target. */
    static List<Problem> check(FaultRequest request) {
        List<Problem> problems = new ArrayList<>();
        read(request, problems);
        return problems;
    }

    private static Selection read(FaultRequest request, List<Problem> problems) {
        Selection selection = Selection.read(request, problems);
        problems.addAll(kind(request) == Kind.DNS ? notOfDns(selection) : selection.contradictions());
        return selection;
    }

    private static Kind kind(FaultRequest request) {
        return switch (request.kind()) {
            case FaultKind.PACKET_LOSS -> Kind.LOSS;
            case FaultKind.DNS_OUTAGE -> Kind.DNS;
            default -> Kind.BLACKHOLE;
        };
    }

    private static List<Problem> notOfDns(Selection selection) {
        return selection.named()
                ? List.of(Problem.at(FaultAttribute.HOSTS, "an attack on DNS takes no hosts, addresses or ports"))
                : List.of();
    }

    /**
     * Brings the fault into force; it drops packets from the moment this returns.
     *
     * @param id new hexadecimal name, 4 to 32 digits; what is written to a journal before this call
     * @param owner who attacks, for whoever finds the target busy; faults of the same owner may share a target
     * @throws LinuxFaultException if the plan has problems, another run attacks the target, or arming fails; then
     *     nothing is in force
     */
    public static Lease arm(NetworkPlan plan, String id, String owner) {
        return Lease.arm(plan.shell(), work(plan, id), order(plan, id, owner, Duration.ZERO));
    }

    /**
     * The same, up to the point where one element of one set brings the fault into force: {@link Lease#arm()}.
     *
     * @param waiting how long it may be until then
     */
    public static Lease prepare(NetworkPlan plan, String id, String owner, Duration waiting) {
        return Lease.prepare(plan.shell(), work(plan, id), order(plan, id, owner, waiting));
    }

    private static Order order(NetworkPlan plan, String id, String owner, Duration waiting) {
        return new Order(id, owner, plan.spec().duration(), plan.spec().lease(), waiting);
    }

    private static Work work(NetworkPlan plan, String id) {
        if (!plan.problems().isEmpty()) {
            throw new LinuxFaultException("this plan has problems: " + plan.problems());
        }
        NetworkSpec spec = plan.spec();
        Ruleset.Commands commands = Ruleset.of(id, spec, plan.known());
        Map<String, String> details = new LinkedHashMap<>();
        details.put("drops", Integer.toString(commands.drops()));
        details.put("resolve_s", Scripts.seconds(spec.resolveEvery()));
        details.put("net", plan.facts().value("netns"));
        details.put("hosts", plan.hostsToWatch());
        details.put("sets", String.join(" ", commands.counted()));
        if (spec.kind() == Kind.DNS) {
            details.put("ask", String.join(" ", plan.resolversToAsk()));
        }
        return new Work("net.sh", details, String.join("\n", commands.lines()) + "\n");
    }

    @Override
    public List<String> effects() {
        List<String> lines = new ArrayList<>(effects.lines());
        lines.add(lease());
        return lines;
    }

    @Override
    Lease hold() {
        return prepare(plan, id, Owner.NAME, request.longest());
    }

    @Override
    public synchronized Evidence evidence() {
        if (leased().isEmpty()) {
            return Evidence.none("dropped nothing", "it is not in force");
        }
        Lease fault = leased().get();
        Hits hits = fault.hits();
        if (hits.total() > 0 && attempt.isEmpty()) {
            attempt = OwnAttempt.begin(target.shell(), plan.spec(), hits);
        }
        String own = attempt.flatMap(OwnAttempt::met).map(met -> "; " + met).orElse("");
        Evidence evidence = hits.total() > 0
                ? Evidence.bite(effects.bite(hits, fault.found()) + own)
                : Evidence.none("dropped nothing", entries.noTraffic(hits, fault.found()));
        for (Map.Entry<String, Long> hit : hits.packets().entrySet()) {
            evidence = evidence.with("dropped-packets " + hit.getKey(), hit.getValue());
        }
        for (Map.Entry<String, String> covered :
                effects.coverage(hits, fault.found()).entrySet()) {
            evidence = evidence.with("coverage " + covered.getKey(), covered.getValue());
        }
        return evidence.missing(entries.missed(hits, fault.found()));
    }

    /** Who got no answers just before cannot be cut off: what is dropped then is only asked again. */
    @Override
    Optional<String> alreadySo(List<String> looked) {
        Silence silence = Silence.of(looked);
        if (plan.spec().kind() == Kind.DNS) {
            return silence.ofResolvers(plan.resolversToAsk())
                    ? Optional.of("no resolver of " + target.name() + " answered already")
                    : Optional.empty();
        }
        List<String> silent = entries.silent(silence);
        if (silent.isEmpty()) {
            return Optional.empty();
        }
        // an answer may be on its way still
        new Wake(Ticker.SYSTEM).awaitUntil(() -> false, Ticker.SYSTEM.nanos() + ON_ITS_WAY.toNanos(), ON_ITS_WAY);
        List<String> still = new ArrayList<>(entries.silent(Silence.of(held().look())));
        still.retainAll(silent);
        return still.isEmpty()
                ? Optional.empty()
                : Optional.of("nothing came back from " + String.join(", ", still) + " already");
    }

    @Override
    public boolean awaitsTraffic() {
        return true;
    }
}
