package dev.reliability.internal.link.fault;

import dev.reliability.internal.link.LinkFault;
import dev.reliability.internal.link.LinkWitness;
import dev.reliability.internal.link.declared.DeclaredLink;
import dev.reliability.internal.link.declared.LinkAddressException;
import dev.reliability.internal.process.LinkDeclaration;
import dev.reliability.internal.process.Supervisors;
import dev.reliability.internal.time.Durations;
import dev.reliability.local.ManagedProcess;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Protocol;
import dev.reliability.spi.Target;
import java.time.Duration;
import java.util.Set;

/**
 * Plans the network faults of processes, which are faults on their links. The back end of processes hands every request of
 * {@link #KINDS} over to here.
 */
public final class LinkFaults {

    private static final String RESET = "reset";

    /** The kinds of faults that are answered here, be it with a reason why they cannot be. */
    public static final Set<String> KINDS =
            Set.of(FaultKind.BLACKHOLE, FaultKind.LATENCY, RESET, FaultKind.PACKET_LOSS, FaultKind.DNS_OUTAGE);

    private LinkFaults() {}

    /**
     * Plans a fault on the links of a process. Attributes are those of the annotation of its kind; {@code reset} has those
     * of a blackhole.
     *
     * @param process whose links are hit
     * @param target the same process as the experiment knows it
     * @param request one of {@link #KINDS}
     * @throws PlanException if nothing is selected, a host has no link, or links cannot do it
     */
    public static Fault plan(ManagedProcess process, Target target, FaultRequest request) {
        LinkFault fault = fault(target.name(), request);
        LinkSet links = new LinksOfProcess(Supervisors.of(process).spec().links());
        LinkSelection.Selected selected = LinkSelection.select(target.name(), links.declarations(), request);
        return attack(target, links, fault, request, selected);
    }

    /**
     * Plans a fault on a link that is a target by itself.
     *
     * @param link that is hit
     * @param target the same link as the experiment knows it
     * @throws PlanException if something else than the link is selected, or links cannot do it
     * @throws LinkAddressException if nobody can tell where the link leads to
     */
    public static Fault plan(DeclaredLink link, Target target, FaultRequest request) {
        LinkFault fault =
                link.carries() == Protocol.UDP ? ofDatagrams(target.name(), request) : alone(target.name(), request);
        LinkDeclaration declaration = link.upstream(target.name());
        LinkSelection.Selected selected = OneLink.select(declaration, link.carries(), request);
        return attack(target, new LinkAlone(link, declaration), fault, request, selected);
    }

    private static Fault attack(
            Target target, LinkSet links, LinkFault fault, FaultRequest request, LinkSelection.Selected selected) {
        // the first proof must not wait for the start of a process
        LinkWitness.shared().warm();
        return new LinkAttack(target, links, fault, request, selected);
    }

    /**
     * Says why a process without links cannot have a fault of {@link #KINDS}, such as one that is only known by its id.
     *
     * @param name of the target
     * @param kind of the fault
     */
    public static PlanException unlinked(String name, String kind) {
        return new PlanException(
                name + " was not started by this test, so it has no links, and links are what a " + kind
                        + " of a process acts on: start it as a ManagedProcess with .link(\"HOST\","
                        + " \"UPSTREAM-HOST:PORT\"), or attack the host or namespace that it runs in");
    }

    private static LinkFault fault(String name, FaultRequest request) {
        return switch (request.kind()) {
            case FaultKind.BLACKHOLE -> LinkFault.blackhole();
            case RESET -> LinkFault.reset();
            case FaultKind.LATENCY ->
                latency(
                        request.time(FaultAttribute.LATENCY),
                        request.optionalTime(FaultAttribute.JITTER).orElse(Duration.ZERO));
            case FaultKind.PACKET_LOSS ->
                throw new PlanException("the links of " + name
                        + " carry streams, not packets, so none can be lost on them: use @LatencyAttack for a slow and"
                        + " @BlackholeAttack for a dead dependency, or attack the host or namespace that it runs in");
            case FaultKind.DNS_OUTAGE ->
                throw new PlanException(name + " is a process, and its links are reached by address: it asks the"
                        + " machine's resolver for names, and that is everybody's. Use"
                        + " @BlackholeAttack for the dependency itself, or attack the host or"
                        + " namespace that it runs in");
            default -> throw new PlanException("a process cannot have a " + request.kind());
        };
    }

    private static LinkFault ofDatagrams(String name, FaultRequest request) {
        return switch (request.kind()) {
            case FaultKind.BLACKHOLE, FaultKind.LATENCY -> fault(name, request);
            case FaultKind.PACKET_LOSS -> new LinkFault.Loss(request.percent(FaultAttribute.PERCENT));
            default ->
                throw new PlanException("a link that carries datagrams cannot have a " + request.kind()
                        + ": it can have blackhole, latency and packet loss");
        };
    }

    private static LinkFault alone(String name, FaultRequest request) {
        return switch (request.kind()) {
            case FaultKind.BLACKHOLE, FaultKind.LATENCY, RESET -> fault(name, request);
            case FaultKind.PACKET_LOSS ->
                throw new PlanException("link " + name + " carries streams, not packets, so none can be lost on it:"
                        + " use @LatencyAttack for a slow and @BlackholeAttack for a dead dependency");
            case FaultKind.SHUTDOWN -> {
                if (request.flag(FaultAttribute.REBOOT)) {
                    throw PlanException.at(
                            FaultAttribute.REBOOT,
                            "link " + name + " has nothing that could start again: leave it out, and say with"
                                    + " duration how long connections are refused at least");
                }
                yield LinkFault.refusal();
            }
            default ->
                throw new PlanException("a link cannot have a " + request.kind()
                        + ": it can have blackhole, latency, and shutdown, by which connections are reset and refused");
        };
    }

    private static LinkFault latency(Duration delay, Duration jitter) {
        if (delay.toMillis() < 1) {
            throw PlanException.at(FaultAttribute.LATENCY, "a latency of less than 1 ms delays nothing");
        }
        if (jitter.compareTo(delay) > 0) {
            throw PlanException.at(
                    FaultAttribute.JITTER,
                    "a jitter of " + Durations.limit(jitter) + " is more than the latency of " + Durations.limit(delay)
                            + " that it varies");
        }
        return LinkFault.latencyEachWay(delay, jitter);
    }
}
