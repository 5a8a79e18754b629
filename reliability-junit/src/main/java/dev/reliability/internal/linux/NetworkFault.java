package dev.reliability.internal.linux;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Blackholes, packet loss and silent resolvers. */
public final class NetworkFault {

    private NetworkFault() {}

    /**
     * Brings the fault into force; it drops packets from the moment this returns.
     *
     * @param id new hexadecimal name, 4 to 32 digits; what is written to a journal before this call
     * @param owner who attacks, for whoever finds the target busy; faults of the same owner may share a target
     * @throws LinuxFaultException if the plan has problems, another run attacks the target, or arming fails; then
     *     nothing is in force
     */
    public static LeasedFault arm(NetworkPlan plan, String id, String owner) {
        return LeasedFault.arm(plan.shell(), work(plan, id), order(plan, id, owner, Duration.ZERO));
    }

    /**
     * The same, up to the point where one element of one set brings the fault into force: {@link LeasedFault#arm()}.
     *
     * @param waiting how long it may be until then
     */
    public static LeasedFault prepare(NetworkPlan plan, String id, String owner, Duration waiting) {
        return LeasedFault.prepare(plan.shell(), work(plan, id), order(plan, id, owner, waiting));
    }

    private static Order order(NetworkPlan plan, String id, String owner, Duration waiting) {
        return new Order(id, owner, plan.spec().duration(), plan.spec().lease(), waiting);
    }

    private static Work work(NetworkPlan plan, String id) {
        if (!plan.problems().isEmpty()) {
            throw new LinuxFaultException("this plan has problems: " + plan.problems());
        }
        NetworkSpec spec = plan.spec();
        Ruleset.Commands commands = Ruleset.of(id, spec, plan.selection(), plan.known());
        Map<String, String> details = new LinkedHashMap<>();
        details.put("drops", Integer.toString(commands.drops()));
        details.put("resolve_s", seconds(spec.resolveEvery()));
        details.put("net", plan.facts().value("netns"));
        details.put("hosts", plan.hostsToWatch());
        return new Work("net.sh", details, String.join("\n", commands.lines()) + "\n");
    }

    static String seconds(Duration duration) {
        return "%d.%03d".formatted(duration.toSeconds(), duration.toMillisPart());
    }
}
