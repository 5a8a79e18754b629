package dev.reliability.internal.host;

import dev.reliability.internal.linux.Hits;
import dev.reliability.internal.linux.LeasedFault;
import dev.reliability.internal.linux.NetworkFault;
import dev.reliability.internal.linux.NetworkPlan;
import dev.reliability.internal.linux.NetworkSpec;
import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.linux.NetworkSpec.Protocol;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Packets that a host does not get out or in: blackhole, packet loss, DNS outage. */
final class HostNetworkFault extends LeasedHostFault {

    private static final Duration RESOLVED_AGAIN = Duration.ofSeconds(3);

    private final NetworkPlan plan;
    private final Effects effects;
    private Optional<OwnAttempt> attempt = Optional.empty();

    private HostNetworkFault(HostTarget target, FaultRequest request, NetworkPlan plan) {
        super(target, request);
        this.plan = plan;
        this.effects = new Effects(target.name(), plan);
    }

    static HostNetworkFault plan(HostTarget target, FaultRequest request) {
        List<String> problems = new ArrayList<>();
        NetworkPlan plan = NetworkPlan.of(target.shell(), spec(target, request, problems));
        problems.addAll(plan.problems());
        target.busy(plan.mark()).ifPresent(problems::add);
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
        target.identify(plan.place());
        return new HostNetworkFault(target, request, plan);
    }

    private static NetworkSpec spec(HostTarget target, FaultRequest request, List<String> problems) {
        Kind kind =
                switch (request.kind()) {
                    case "packet loss" -> Kind.LOSS;
                    case "dns outage" -> Kind.DNS;
                    default -> Kind.BLACKHOLE;
                };
        return new NetworkSpec(
                kind,
                request.list("hosts"),
                request.list("addresses"),
                request.list("ports"),
                kind == Kind.DNS ? Protocol.ALL : protocol(request.text("protocol"), problems),
                kind == Kind.LOSS ? request.number("percent") : 100,
                cap(request),
                target.lease(),
                RESOLVED_AGAIN);
    }

    private static Protocol protocol(String text, List<String> problems) {
        for (Protocol protocol : Protocol.values()) {
            if (protocol.name().equalsIgnoreCase(text)) {
                return protocol;
            }
        }
        problems.add("protocol must be one of ALL, TCP, UDP, ICMP, got \"" + text + "\"");
        return Protocol.ALL;
    }

    @Override
    public List<String> effects() {
        List<String> lines = new ArrayList<>(effects.lines());
        lines.add(lease());
        return lines;
    }

    @Override
    LeasedFault hold() {
        return NetworkFault.prepare(plan, id, Owner.NAME, target.longestWait());
    }

    @Override
    public synchronized Evidence evidence() {
        if (leased().isEmpty()) {
            return Evidence.none("dropped nothing", "it is not in force");
        }
        LeasedFault fault = leased().get();
        Hits hits = fault.hits();
        if (hits.total() > 0 && attempt.isEmpty()) {
            attempt = OwnAttempt.begin(target.shell(), plan.spec(), hits);
        }
        String own = attempt.flatMap(OwnAttempt::met).map(met -> "; " + met).orElse("");
        Evidence evidence = hits.total() > 0
                ? Evidence.bite(effects.bite(hits, fault.found()) + own)
                : Evidence.none("dropped nothing", effects.noTraffic());
        for (Map.Entry<String, Long> hit : hits.packets().entrySet()) {
            evidence = evidence.with("dropped-packets " + hit.getKey(), hit.getValue());
        }
        for (Map.Entry<String, String> covered :
                effects.coverage(hits, fault.found()).entrySet()) {
            evidence = evidence.with("coverage " + covered.getKey(), covered.getValue());
        }
        return evidence;
    }

    @Override
    public boolean awaitsTraffic() {
        return true;
    }
}
