package dev.reliability.internal.linux;

import dev.reliability.internal.linux.HostFacts.Mark;
import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.PlanException.Problem;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.TargetContext;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Something that has a shell and runs Linux. */
public final class LinuxHost {

    /** What may be said of a host besides its address: how it is started again. */
    public static final String START = "start";

    private static final String ID = "id";

    private static final Duration LOOK = Duration.ofMillis(250);

    private final String name;
    private final Address address;
    private final Shell shell;
    private final TargetContext context;
    private Set<String> resources;

    /** @param context settings: the lease, and how the host is started again */
    public LinuxHost(String name, Address address, Shell shell, TargetContext context) {
        this.name = name;
        this.address = address;
        this.shell = shell;
        this.context = context;
        this.resources = Set.of(address.toString());
    }

    String name() {
        return name;
    }

    Address address() {
        return address;
    }

    /** Once it was asked, what the host is; its address until then. */
    public Set<String> resources() {
        return resources;
    }

    /** Plans a fault of {@link dev.reliability.spi.FaultKind}. */
    public Fault plan(FaultRequest request) {
        return switch (request.kind()) {
            case FaultKind.BLACKHOLE, FaultKind.PACKET_LOSS, FaultKind.DNS_OUTAGE -> NetworkFault.plan(this, request);
            case FaultKind.SHUTDOWN -> HostShutdown.plan(this, request);
            case FaultKind.PROCESS_KILL -> ProcessKill.plan(this, request);
            case FaultKind.CPU_LOAD -> CpuFault.plan(this, request);
            case FaultKind.LATENCY ->
                throw new PlanException(
                        "a host cannot have a latency, since it could not be proven there: put a link in between"
                                + " (ManagedProcess.link) or a Toxiproxy proxy, and aim the latency at that");
            default ->
                throw new PlanException("a host cannot have a " + request.kind()
                        + ": it can have blackhole, packet loss, dns outage, shutdown, process kill and cpu load");
        };
    }

    /** What is wrong with a request whatever the host is like; asks nothing of it. */
    public List<Problem> check(FaultRequest request) {
        return switch (request.kind()) {
            case FaultKind.BLACKHOLE, FaultKind.PACKET_LOSS, FaultKind.DNS_OUTAGE -> NetworkFault.check(request);
            case FaultKind.PROCESS_KILL -> problems(ProcessKill.check(request));
            case FaultKind.CPU_LOAD -> problems(CpuFault.check(request));
            default -> List.of();
        };
    }

    private static List<Problem> problems(List<String> clauses) {
        return clauses.stream().map(Problem::of).toList();
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
            identify(facts);
            return Optional.of(facts);
        } catch (ShellException | LinuxFaultException e) {
            problems.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
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
        return freeWithinALease(theirs.get()) || Owner.diedHere(theirs.get().owner())
                ? Optional.empty()
                : Optional.of(String.format(
                                Locale.ROOT,
                                "%s is under attack by another run (%s) until %s at the latest; if that run is dead, end its",
                                name,
                                theirs.get().owner(),
                                theirs.get().until())
                        + " attack with: " + context.sweepCommand());
    }

    /** The other run that attacks it now, and until when; one whose controller died gets the time to end by itself. */
    public Optional<String> attackedBy() {
        Optional<Mark> theirs = others(HostFacts.of(shell, List.of()).mark());
        if (theirs.isEmpty()) {
            return Optional.empty();
        }
        Mark mark = theirs.get();
        return Owner.diedHere(mark.owner()) && freeWithinALease(mark)
                ? Optional.empty()
                : Optional.of(mark.owner() + " until " + mark.until() + " at the latest");
    }

    private boolean freeWithinALease(Mark mark) {
        long until = Ticker.SYSTEM.nanos() + lease().plusSeconds(1).toNanos();
        return new Wake(Ticker.SYSTEM)
                .awaitUntil(() -> others(markNow(Optional.of(mark))).isEmpty(), until, LOOK);
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

    String sweepCommand() {
        return context.sweepCommand();
    }

    List<String> leftovers(String id) {
        return Leftovers.find(shell, id);
    }

    Optional<StartCommand> startCommand() {
        return context.attribute("start").filter(text -> !text.isBlank()).map(StartCommand::parse);
    }

    void identify(HostFacts found) {
        resources = found.keys();
    }

    /** How long a fault lives on the target without a sign of life from here. */
    public Duration lease() {
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
        return data;
    }

    /** Undoes what a dead run did; returns what is left, a clause each. */
    public static List<String> undo(UndoRecord record, Shell shell) {
        Optional<String> start = Optional.ofNullable(record.data().get(START));
        if (start.isPresent() && !answers(shell)) {
            Optional<String> failure = StartCommand.parse(start.get()).run();
            long until = Ticker.SYSTEM.nanos() + HostShutdown.RETURN.toNanos();
            if (failure.isPresent() || !new Wake(Ticker.SYSTEM).awaitUntil(() -> answers(shell), until, LOOK)) {
                return List.of("host " + record.address() + " is down"
                        + failure.map(why -> " (" + why + ")").orElse(""));
            }
        }
        String id = record.data().getOrDefault(ID, "");
        if (id.isEmpty()) {
            throw new IllegalArgumentException("the record of " + record.fault() + " names no fault on a Linux host");
        }
        return Residue.words(Leftovers.end(shell, id));
    }

    /** Ends everything of any fault; returns what is left, a clause each. */
    public static List<String> sweep(Shell shell) {
        return Residue.words(Leftovers.endAll(shell));
    }

    private static boolean answers(Shell shell) {
        try {
            return shell.run(ShellCommand.program("true").withTimeout(Duration.ofSeconds(10)))
                    .succeeded();
        } catch (ShellException e) {
            return false;
        }
    }
}
