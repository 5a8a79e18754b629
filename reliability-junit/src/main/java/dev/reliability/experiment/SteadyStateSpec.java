package dev.reliability.experiment;

import dev.reliability.spi.PlanContext;
import dev.reliability.spi.Probe;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;

/**
 * A steady state: what users must see before, during and after the faults. Immutable; every method returns a changed copy.
 * Texts may hold placeholders; durations are written {@code 250ms}, {@code 3s}, {@code 4m}, {@code 1h} or ISO-8601.
 *
 * <pre>{@code
 * SteadyStateSpec.http("${bookstore.url}/books").status(200).timeout("3s").outage("60s").tolerate("1%")
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class SteadyStateSpec {

    private static final Pattern HOST = Pattern.compile("^(?:https?://)?(?:\\$\\{[^}]*}|[^/?#])*");

    private @Nullable String name;
    private @Nullable String http;
    private String method = "GET";
    private List<String> headers = List.of();
    private List<Integer> status = List.of(200);
    private @Nullable Function<PlanContext, Probe> probe;
    private String timeout = "3s";
    private String every = "250ms";
    private String outage = "0s";
    private String tolerate = "0%";
    private String recoverWithin = "30s";
    private Set<When> when = EnumSet.allOf(When.class);
    private boolean checked;
    private Place place;

    private SteadyStateSpec(Place place) {
        this.place = place;
    }

    private SteadyStateSpec(SteadyStateSpec other) {
        name = other.name;
        http = other.http;
        method = other.method;
        headers = other.headers;
        status = other.status;
        probe = other.probe;
        timeout = other.timeout;
        every = other.every;
        outage = other.outage;
        tolerate = other.tolerate;
        recoverWithin = other.recoverWithin;
        when = other.when;
        checked = other.checked;
        place = other.place;
    }

    /**
     * A steady state that is an HTTP answer. Its name is method and path, such as {@code GET /books}, unless one is given.
     *
     * @param url an absolute {@code http} or {@code https} URL
     */
    public static SteadyStateSpec http(String url) {
        return new SteadyStateSpec(new Place("steadyState", "")).with(s -> s.http = url);
    }

    /**
     * A steady state that any probe looks at.
     *
     * @param name its name in reports
     * @param probe makes the probe, once per run
     */
    public static SteadyStateSpec probe(String name, Function<PlanContext, Probe> probe) {
        return new SteadyStateSpec(new Place("steadyState", "")).with(s -> {
            s.name = name;
            s.probe = probe;
        });
    }

    /** Names it; the same name given closer to the test overrides it. */
    public SteadyStateSpec name(String newName) {
        return with(s -> s.name = newName);
    }

    /** Sets the HTTP method; {@code GET} by default. */
    public SteadyStateSpec method(String newMethod) {
        return with(s -> s.method = newMethod);
    }

    /**
     * Sets the headers of each request, each {@code "Name: value"}; none by default. Values are never printed or recorded.
     *
     * <pre>{@code
     * SteadyStateSpec.http("${bookstore.url}/orders").headers("Authorization: Bearer ${token}", "Accept: application/json")
     * }</pre>
     */
    public SteadyStateSpec headers(String... newHeaders) {
        return with(s -> s.headers = List.of(newHeaders));
    }

    /** Sets the HTTP status codes that are good; 200 by default. */
    public SteadyStateSpec status(Integer... codes) {
        return with(s -> s.status = List.of(codes));
    }

    /** Sets how long one sample may take; {@code 3s} by default. */
    public SteadyStateSpec timeout(String duration) {
        return with(s -> s.timeout = duration);
    }

    /** Sets the time from one sample to the next; {@code 250ms} by default. */
    public SteadyStateSpec every(String duration) {
        return with(s -> s.every = duration);
    }

    /** Sets the longest contiguous failure that is allowed while faults are in force; {@code 0s} by default. */
    public SteadyStateSpec outage(String duration) {
        return with(s -> s.outage = duration);
    }

    /** Sets the share of samples that may fail outside the allowed outage; {@code 0%} by default. */
    public SteadyStateSpec tolerate(String percentage) {
        return with(s -> s.tolerate = percentage);
    }

    /** Sets how long after the revert it may take to hold again; {@code 30s} by default. */
    public SteadyStateSpec recoverWithin(String duration) {
        return with(s -> s.recoverWithin = duration);
    }

    /** Sets when it must hold; always by default. */
    public SteadyStateSpec when(Set<When> parts) {
        return with(s -> s.when = parts.isEmpty() ? EnumSet.noneOf(When.class) : EnumSet.copyOf(parts));
    }

    /**
     * Looks only at certain moments, in place of sampling all the time: once before the faults, again and again while the test
     * body runs, each time {@link #every} after the end of the last, once when the body is done, before the revert, and after
     * the revert until it holds again, at most {@link #recoverWithin}, where {@code 0s} is for not at all. What is not met before
     * is not waited for. {@link #outage} does not apply.
     */
    public SteadyStateSpec checked() {
        return with(s -> s.checked = true);
    }

    /** Sets where it was asked for. */
    public SteadyStateSpec at(Place newPlace) {
        return with(s -> s.place = newPlace);
    }

    /** Returns the given name, or empty. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** Returns the name in reports: the given one, else method and path of the URL. */
    public String displayName() {
        if (name != null) {
            return name;
        }
        String path = HOST.matcher(String.valueOf(http)).replaceFirst("");
        return method + " " + (path.isEmpty() ? "/" : path);
    }

    /** Returns the URL, or empty if a probe was given. */
    public Optional<String> http() {
        return Optional.ofNullable(http);
    }

    /** Returns the HTTP method. */
    public String method() {
        return method;
    }

    /** Returns the headers of each request. */
    public List<String> headers() {
        return headers;
    }

    /** Returns the good status codes. */
    public List<Integer> status() {
        return status;
    }

    /** Returns the maker of the probe, or empty if it is an HTTP answer. */
    public Optional<Function<PlanContext, Probe>> probe() {
        return Optional.ofNullable(probe);
    }

    /** Returns how long one sample may take. */
    public String timeout() {
        return timeout;
    }

    /** Returns the time from one sample to the next. */
    public String every() {
        return every;
    }

    /** Returns the longest allowed failure. */
    public String outage() {
        return outage;
    }

    /** Returns the allowed share of failed samples. */
    public String tolerate() {
        return tolerate;
    }

    /** Returns how long recovery may take. */
    public String recoverWithin() {
        return recoverWithin;
    }

    /** Returns when it must hold. */
    public Set<When> when() {
        return Set.copyOf(when);
    }

    /** Tells whether it is looked at at certain moments only. */
    public boolean isChecked() {
        return checked;
    }

    /** Returns where it was asked for. */
    public Place place() {
        return place;
    }

    private SteadyStateSpec with(Consumer<SteadyStateSpec> change) {
        SteadyStateSpec copy = new SteadyStateSpec(this);
        change.accept(copy);
        return copy;
    }
}
