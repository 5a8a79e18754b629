package dev.reliability.internal.host;

import dev.reliability.internal.linux.Hits;
import dev.reliability.internal.linux.LeasedFault;
import dev.reliability.internal.linux.Leftovers;
import dev.reliability.internal.linux.NetworkFault;
import dev.reliability.internal.linux.NetworkPlan;
import dev.reliability.internal.linux.NetworkSpec;
import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.linux.NetworkSpec.Protocol;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Packets that a host does not get out or in: blackhole, packet loss, DNS outage. */
final class HostNetworkFault implements Fault {

    private final HostTarget target;
    private final FaultRequest request;
    private final NetworkPlan plan;
    private final Effects effects;
    private final String id = HostTarget.newId();
    private @Nullable LeasedFault leased;
    private List<String> left = List.of();

    private HostNetworkFault(HostTarget target, FaultRequest request, NetworkPlan plan) {
        this.target = target;
        this.request = request;
        this.plan = plan;
        this.effects = new Effects(target.name(), plan);
    }

    static HostNetworkFault plan(HostTarget target, FaultRequest request) {
        NetworkPlan plan = NetworkPlan.of(target.shell(), spec(target, request));
        if (!plan.problems().isEmpty()) {
            throw new PlanException(plan.problems());
        }
        target.identify(plan.place());
        return new HostNetworkFault(target, request, plan);
    }

    private static NetworkSpec spec(HostTarget target, FaultRequest request) {
        Kind kind =
                switch (request.kind()) {
                    case "packet loss" -> Kind.LOSS;
                    case "dns outage" -> Kind.DNS;
                    default -> Kind.BLACKHOLE;
                };
        // the runner ends the fault on time; should it not, the kernel does, a little later
        Duration cap = request.duration().orElse(HostTarget.LONGEST).plus(HostTarget.LATE);
        return new NetworkSpec(
                kind,
                request.list("hosts"),
                request.list("addresses"),
                request.list("ports"),
                kind == Kind.DNS ? Protocol.ALL : protocol(request.text("protocol")),
                kind == Kind.LOSS ? request.number("percent") : 100,
                cap,
                target.lease(),
                Duration.ofSeconds(3));
    }

    private static Protocol protocol(String text) {
        for (Protocol protocol : Protocol.values()) {
            if (protocol.name().equalsIgnoreCase(text)) {
                return protocol;
            }
        }
        throw new PlanException("protocol must be one of ALL, TCP, UDP, ICMP, got \"" + text + "\"");
    }

    @Override
    public String description() {
        return request.kind() + " of " + target.name();
    }

    @Override
    public List<String> effects() {
        return effects.lines();
    }

    @Override
    public UndoRecord undo() {
        return target.undo(description(), id);
    }

    @Override
    public synchronized void inject() {
        leased = NetworkFault.arm(plan, id, Owner.NAME);
    }

    @Override
    public synchronized Evidence evidence() {
        if (leased == null) {
            return Evidence.none("dropped nothing", "it is not in force");
        }
        Hits hits = leased.hits();
        Evidence evidence = hits.total() > 0
                ? Evidence.bite(effects.bite(hits, leased.found()))
                : Evidence.none("dropped nothing", effects.noTraffic());
        for (Map.Entry<String, Long> hit : hits.packets().entrySet()) {
            evidence = evidence.with("dropped packets " + hit.getKey(), hit.getValue());
        }
        return evidence;
    }

    @Override
    public synchronized void revert() {
        left = Residue.words(leased == null ? Leftovers.end(target.shell(), id) : leased.revert());
    }

    @Override
    public synchronized List<String> residue() {
        return left;
    }

    @Override
    public Duration expectedTimeToHeal() {
        return target.lease().multipliedBy(2).plusSeconds(5);
    }

    @Override
    public boolean awaitsTraffic() {
        return true;
    }

    @Override
    public Duration evidenceInterval() {
        return Duration.ofMillis(50);
    }
}
