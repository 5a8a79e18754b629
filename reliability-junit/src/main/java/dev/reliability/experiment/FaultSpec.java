package dev.reliability.experiment;

import dev.reliability.spi.FaultAttribute;
import dev.reliability.spi.FaultKind;
import dev.reliability.spi.FaultPlanner;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * A fault that is asked for. Immutable; every method returns a changed copy. What the fault needs is declared with its
 * form, so that it is checked before any target is resolved:
 *
 * <pre>{@code
 * FaultSpec.latency("checkout", "100ms", "db.example").duration("30s");
 * FaultSpec.of("cache flush", "checkout").list("caches", List.of("books")).time("within", "2s");
 * }</pre>
 *
 * <p>An attribute whose text is empty, after its placeholders are filled in, is absent.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class FaultSpec {

    /** The form of an attribute. */
    public enum Form {
        /** Any text. */
        TEXT,
        /** A list of texts. */
        LIST,
        /** A whole number, 0 or more. */
        NUMBER,
        /** A percentage above 0, at most 100; {@code 0.5} is half a percent. */
        PERCENT,
        /** {@code true} or {@code false}. */
        FLAG,
        /** A duration. */
        TIME
    }

    /**
     * An attribute as it was written.
     *
     * @param form what its texts must be
     * @param texts one text, or any number for a list
     */
    public record Attribute(Form form, List<String> texts) {

        /** Copies the texts. */
        public Attribute {
            texts = List.copyOf(texts);
        }
    }

    /** What the duration of a fault means. */
    public enum Span {
        /** It ends then at the latest; without expectations, it lasts so long. */
        AT_MOST,
        /** It does not end before; then as if it had none. */
        AT_LEAST
    }

    private final String kind;
    private final String target;
    private String name = "";
    private @Nullable String duration;
    private Span span = Span.AT_MOST;
    private String delay = "0s";
    private Map<String, Attribute> attributes = Map.of();
    private FaultPlanner planner = (resolved, request) -> resolved.plan(request);
    private Place place;

    private FaultSpec(String kind, String target) {
        this.kind = kind;
        this.target = target;
        this.place = new Place("attack " + kind, "");
    }

    /**
     * A fault of any kind.
     *
     * @param kind how reports call it: one of {@link FaultKind}, or a team's own
     * @param target name or address of what is attacked
     */
    public static FaultSpec of(String kind, String target) {
        return new FaultSpec(kind, target);
    }

    /**
     * A shutdown of a process or host until the test body is done and everything is decided, then a start where that is possible.
     * With a duration it stays down so long at least.
     */
    public static FaultSpec shutdown(String target) {
        return of(FaultKind.SHUTDOWN, target).flag(FaultAttribute.REBOOT, false).span(Span.AT_LEAST);
    }

    /** A kill of the target process, or of the processes on the target whose command line matches a pattern. */
    public static FaultSpec processKill(String target, String process) {
        return of(FaultKind.PROCESS_KILL, target)
                .text(FaultAttribute.PROCESS, process)
                .text(FaultAttribute.SIGNAL, "KILL");
    }

    /**
     * A load on the target's CPUs for 60 s.
     *
     * @param cores how many; 0 for all
     * @param percent of each
     */
    public static FaultSpec cpu(String target, int cores, double percent) {
        return of(FaultKind.CPU_LOAD, target)
                .number(FaultAttribute.CORES, cores == 0 ? "" : String.valueOf(cores))
                .percent(FaultAttribute.PERCENT, String.valueOf(percent))
                .duration("60s");
    }

    /** An outage of the target's name resolution for 60 s. */
    public static FaultSpec dnsOutage(String target) {
        return of(FaultKind.DNS_OUTAGE, target).duration("60s");
    }

    /**
     * A container that is off a network for 60 s.
     *
     * @param network its name; empty for the only one that the container is on
     */
    public static FaultSpec disconnect(String target, String network) {
        return of(FaultKind.NETWORK_DISCONNECT, target)
                .text(FaultAttribute.NETWORK, network)
                .duration("60s");
    }

    /** A blackhole of named hosts for 60 s; {@code ^} excludes. */
    public static FaultSpec blackhole(String target, String... hosts) {
        return of(FaultKind.BLACKHOLE, target)
                .list(FaultAttribute.HOSTS, List.of(hosts))
                .duration("60s");
    }

    /** A delay of what goes to named hosts for 60 s; {@code ^} excludes. */
    public static FaultSpec latency(String target, String latency, String... hosts) {
        return of(FaultKind.LATENCY, target)
                .list(FaultAttribute.HOSTS, List.of(hosts))
                .time(FaultAttribute.LATENCY, latency)
                .duration("60s");
    }

    /** A loss of a share of the packets to named hosts for 60 s; {@code ^} excludes. */
    public static FaultSpec packetLoss(String target, double percent, String... hosts) {
        return of(FaultKind.PACKET_LOSS, target)
                .list(FaultAttribute.HOSTS, List.of(hosts))
                .percent(FaultAttribute.PERCENT, String.valueOf(percent))
                .duration("60s");
    }

    /**
     * Sets how long it lasts, at most unless {@link #span(Span)} says otherwise. Without it, the fault lasts until the test body
     * is done, every expectation is decided, and each steady state is good again under it or broken.
     */
    public FaultSpec duration(String newDuration) {
        return with(f -> f.duration = newDuration);
    }

    /** Sets what the duration means; {@link Span#AT_MOST} by default, {@link Span#AT_LEAST} for a shutdown. */
    public FaultSpec span(Span newSpan) {
        return with(f -> f.span = newSpan);
    }

    /** Sets how long after the begin of the injection it comes; at once by default. */
    public FaultSpec delay(String newDelay) {
        return with(f -> f.delay = newDelay);
    }

    /** Names the attack; needed where a test has several and asks for one. */
    public FaultSpec name(String newName) {
        return with(f -> f.name = newName);
    }

    /** Adds a text attribute. */
    public FaultSpec text(String attribute, String value) {
        return attribute(attribute, new Attribute(Form.TEXT, List.of(value)));
    }

    /** Adds a list attribute. */
    public FaultSpec list(String attribute, List<String> values) {
        return attribute(attribute, new Attribute(Form.LIST, values));
    }

    /** Adds a whole number. */
    public FaultSpec number(String attribute, String value) {
        return attribute(attribute, new Attribute(Form.NUMBER, List.of(value)));
    }

    /** Adds a percentage above 0, at most 100. */
    public FaultSpec percent(String attribute, String value) {
        return attribute(attribute, new Attribute(Form.PERCENT, List.of(value)));
    }

    /** Adds a yes or no. */
    public FaultSpec flag(String attribute, boolean value) {
        return attribute(attribute, new Attribute(Form.FLAG, List.of(String.valueOf(value))));
    }

    /** Adds a duration. */
    public FaultSpec time(String attribute, String value) {
        return attribute(attribute, new Attribute(Form.TIME, List.of(value)));
    }

    /** Sets who plans the fault, in place of the target's back end. */
    public FaultSpec plannedBy(FaultPlanner newPlanner) {
        return with(f -> f.planner = newPlanner);
    }

    /** Sets where it was asked for. */
    public FaultSpec at(Place newPlace) {
        return with(f -> f.place = newPlace);
    }

    /** Returns the kind. */
    public String kind() {
        return kind;
    }

    /** Returns name or address of the target. */
    public String target() {
        return target;
    }

    /** Returns the given name, or an empty text. */
    public String name() {
        return name;
    }

    /** Returns how long it lasts, in the sense of {@link #span()}; empty when what it is injected for decides. */
    public Optional<String> duration() {
        return Optional.ofNullable(duration);
    }

    /** Returns what the duration means. */
    public Span span() {
        return span;
    }

    /** Returns how long after the begin of the injection it comes. */
    public String delay() {
        return delay;
    }

    /** Returns what else was asked for. */
    public Map<String, Attribute> attributes() {
        return attributes;
    }

    /** Returns who plans the fault. */
    public FaultPlanner planner() {
        return planner;
    }

    /** Returns where it was asked for. */
    public Place place() {
        return place;
    }

    private FaultSpec attribute(String attribute, Attribute value) {
        return with(f -> {
            Map<String, Attribute> all = new LinkedHashMap<>(attributes);
            all.put(attribute, value);
            f.attributes = Collections.unmodifiableMap(all);
        });
    }

    private FaultSpec with(Consumer<FaultSpec> change) {
        FaultSpec copy = new FaultSpec(kind, target);
        copy.name = name;
        copy.duration = duration;
        copy.span = span;
        copy.delay = delay;
        copy.attributes = attributes;
        copy.planner = planner;
        copy.place = place;
        change.accept(copy);
        return copy;
    }
}
