package dev.reliability.internal.host;

import dev.reliability.internal.linux.HostFacts;
import dev.reliability.internal.linux.HostFacts.Mark;
import dev.reliability.internal.linux.Leftovers;
import dev.reliability.internal.linux.LinuxFaultException;
import dev.reliability.internal.shell.SshAddress;
import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.Target;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A Linux host. */
final class HostTarget implements Target {

    static final String ID = "id";
    static final String START = "start";

    private static final Duration LOOK = Duration.ofMillis(250);

    /** How long a fault lasts that is asked for without an end: as long as an experiment may. */
    static final Duration LONGEST = Duration.ofMinutes(15);

    /** How much later than the runner the target ends a fault by itself. */
    static final Duration LATE = Duration.ofSeconds(2);

    private final String name;
    private final Address address;
    private final Optional<String> configuration;
    private final Shell shell;
    private final PlanContext context;
    private String resource;

    HostTarget(String name, Address address, Optional<String> configuration, Shell shell, PlanContext context) {
        this.name = name;
        this.address = address;
        this.configuration = configuration;
        this.shell = shell;
        this.context = context;
        this.resource = address.toString();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Address address() {
        return address;
    }

    /** Once it was asked, what the host is; its address until then. */
    @Override
    public String resource() {
        return resource;
    }

    /** Its names: as it is written, and the address at which it is reached as it sees that itself. */
    @Override
    public Map<String, Set<String>> whereabouts() {
        Set<String> names = new LinkedHashSet<>();
        if (address.scheme().equals("ssh")) {
            names.add(SshAddress.parse(address.toString()).host());
            ask(new ArrayList<>()).flatMap(HostFacts::reachedAt).ifPresent(names::add);
        } else {
            names.add(address.scheme().equals("host") ? "local" : address.toString());
        }
        return Map.of("hosts", names);
    }

    /** A host that is down is told with everything else that stands against a fault. */
    @Override
    public Optional<String> unfit() {
        return Optional.empty();
    }

    @Override
    public Fault plan(FaultRequest request) {
        return switch (request.kind()) {
            case "blackhole", "packet loss", "dns outage" -> HostNetworkFault.plan(this, request);
            case "shutdown" -> HostShutdownFault.plan(this, request);
            case "process kill" -> HostKillFault.plan(this, request);
            case "cpu load" -> HostCpuFault.plan(this, request);
            case "latency" ->
                throw new PlanException(
                        "a host cannot have a latency, since it could not be proven there: put a link in between"
                                + " (ManagedProcess.link) or a Toxiproxy proxy, and aim the latency at that");
            default ->
                throw new PlanException("a host cannot have a " + request.kind()
                        + ": it can have blackhole, packet loss, dns outage, shutdown, process kill and cpu load");
        };
    }

    Shell shell() {
        return shell;
    }

    /** Asks the host about itself; adds a problem and returns nothing where it cannot be asked. */
    Optional<HostFacts> facts(List<String> problems) {
        Optional<HostFacts> facts = ask(problems);
        facts.flatMap(found -> busy(found.mark())).ifPresent(problems::add);
        return facts;
    }

    private Optional<HostFacts> ask(List<String> problems) {
        try {
            HostFacts facts = HostFacts.of(shell, List.of());
            identify(facts.place());
            return Optional.of(facts);
        } catch (ShellException | LinuxFaultException e) {
            problems.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** How long an experiment may hold the target before a fault begins. */
    Duration longestWait() {
        return context.value("reliability.deadline").map(Durations::parse).orElse(LONGEST);
    }

    /**
     * Says that another run attacks the target. One whose controller has died gets the time to end by itself; what is still
     * there then was frozen, and is swept where that controller's journal is ours.
     */
    Optional<String> busy(Optional<Mark> mark) {
        Optional<Mark> theirs = others(mark);
        if (theirs.isEmpty()) {
            return Optional.empty();
        }
        long until = Ticker.SYSTEM.nanos() + lease().plusSeconds(1).toNanos();
        boolean free =
                new Wake(Ticker.SYSTEM).awaitUntil(() -> others(markNow(mark)).isEmpty(), until, LOOK);
        return free || Owner.diedHere(theirs.get().owner())
                ? Optional.empty()
                : Optional.of(
                        "%s is under attack by another run (%s) until %s at the latest; if that run is dead, end its"
                                        .formatted(
                                                name,
                                                theirs.get().owner(),
                                                theirs.get().until())
                                + " attack with: reliability sweep --target " + address);
    }

    private Optional<Mark> markNow(Optional<Mark> before) {
        try {
            return HostFacts.of(shell, List.of()).mark();
        } catch (ShellException | LinuxFaultException e) {
            return before;
        }
    }

    private static Optional<Mark> others(Optional<Mark> mark) {
        return mark.filter(found -> !found.owner().equals(Owner.NAME));
    }

    List<String> leftovers(String id) {
        return Leftovers.find(shell, id);
    }

    Optional<StartCommand> startCommand() {
        return context.value("target." + name + ".start")
                .filter(text -> !text.isBlank())
                .map(StartCommand::parse);
    }

    void identify(String found) {
        resource = found;
    }

    /** How long a fault lives on the target without a sign of life from here. */
    Duration lease() {
        return context.value("reliability.lease").map(Durations::parse).orElse(Duration.ofSeconds(5));
    }

    /** New name of a fault on the target. */
    static String newId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    UndoRecord undo(String fault, String id) {
        return new UndoRecord(fault, address, data(id));
    }

    /** How to undo what may leave the host down. */
    UndoRecord undo(String fault, String id, StartCommand start) {
        Map<String, String> data = data(id);
        data.put(START, start.toString());
        return new UndoRecord(fault, address, data);
    }

    private Map<String, String> data(String id) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put(ID, id);
        configuration.ifPresent(file -> data.put(HostShells.CONFIGURATION, file));
        return data;
    }
}
