package dev.reliability.experiment;

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
 * FaultSpec.of("latency", "checkout").list("hosts", List.of("db.example")).time("latency", "100ms").duration("60s")
 * }</pre>
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
        /** A whole number from 1 to 100. */
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

    private final String kind;
    private final String target;
    private String name = "";
    private @Nullable String duration;
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
     * @param kind how reports call it: {@code blackhole}, {@code shutdown}
     * @param target name or address of what is attacked
     */
    public static FaultSpec of(String kind, String target) {
        return new FaultSpec(kind, target);
    }

    /** A shutdown of a process or host until the test body is done, then a start where that is possible. */
    public static FaultSpec shutdown(String target) {
        return of("shutdown", target).flag("reboot", false);
    }

    /** A kill of the target process, or of the processes on the target whose command line matches a pattern. */
    public static FaultSpec processKill(String target, String process) {
        return of("process kill", target)
                .text("process", process)
                .text("signal", "KILL")
                .text("repeatEvery", "");
    }

    /** A load on the target's CPUs for 60 s. */
    public static FaultSpec cpu(String target, int cores, int percent) {
        return of("cpu load", target)
                .number("cores", String.valueOf(cores))
                .percent("percent", String.valueOf(percent))
                .duration("60s");
    }

    /** A blackhole of named hosts for 60 s; {@code ^} excludes. */
    public static FaultSpec blackhole(String target, String... hosts) {
        return of("blackhole", target)
                .list("hosts", List.of(hosts))
                .list("addresses", List.of())
                .list("ports", List.of())
                .text("protocol", "ALL")
                .duration("60s");
    }

    /** Sets how long it lasts at most; without it, until the test body is done. */
    public FaultSpec duration(String newDuration) {
        return with(f -> f.duration = newDuration);
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

    /** Adds a percentage from 1 to 100. */
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

    /** Returns how long it lasts at most, or empty when it lasts until the test body is done. */
    public Optional<String> duration() {
        return Optional.ofNullable(duration);
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
        copy.delay = delay;
        copy.attributes = attributes;
        copy.planner = planner;
        copy.place = place;
        change.accept(copy);
        return copy;
    }
}
