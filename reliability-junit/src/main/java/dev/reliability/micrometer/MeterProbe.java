package dev.reliability.micrometer;

import dev.reliability.internal.time.Durations;
import dev.reliability.spi.Probe;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.search.RequiredSearch;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Makes steady states of meters of Micrometer: an error ratio, a ratio of two meters, a rate or a gauge. A method of the test class
 * with {@code @SteadyStateProbe} returns one; it is called once for each run.
 *
 * <pre>{@code
 * @Autowired
 * MeterRegistry meters;
 *
 * @SteadyStateProbe(outage = "2s")
 * Probe ordersSucceed() {
 *     return MeterProbe.errorRatio(meters.get("http.server.requests").tag("uri", "/orders")).atMost(0.01);
 * }
 *
 * @SteadyStateProbe
 * Probe retriesDoNotStorm() {
 *     return MeterProbe.ratio(meters.get("http.client.requests"), meters.get("http.server.requests")).atMost(2);
 * }
 *
 * @SteadyStateProbe
 * Probe nobodyWaitsForAConnection() {
 *     return MeterProbe.gauge(meters.get("hikaricp.connections.pending")).atMost(5);
 * }
 * }</pre>
 *
 * <p>Ratios and rates are those of a window before each sample, not since the start: see {@link #over(String)}. A sample is good
 * only if something was measured: a meter that is not there, a ratio without traffic and a gauge without a value are not, nor is anything of a
 * registry that is closed, or composed of none. Meters
 * whose counts begin anew with each step of a registry, as those for Datadog or New Relic do, cannot be read in between: use a
 * {@code SimpleMeterRegistry}, as {@code @SpringBootTest} does unless told otherwise. Immutable; each method returns a changed copy.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class MeterProbe {

    private final Measure measure;
    private final Duration window;
    private final boolean noneIsGood;
    private final LongSupplier nanos;

    private MeterProbe(Measure measure, Duration window, boolean noneIsGood, LongSupplier nanos) {
        this.measure = measure;
        this.window = window;
        this.noneIsGood = noneIsGood;
        this.nanos = nanos;
    }

    private static MeterProbe of(Measure measure) {
        return new MeterProbe(measure, Duration.ofSeconds(1), false, System::nanoTime);
    }

    /**
     * The share of what a meter counted that failed. Failed is what has the tag {@code outcome} with {@code SERVER_ERROR} or
     * {@code UNKNOWN} (requests of Spring), else the tag {@code kind} with {@code failed…}, {@code timeout} or
     * {@code not_permitted} (calls of Resilience4j), else the tag {@code error} or {@code exception} with anything but
     * {@code none}. Other values of {@code outcome} and {@code kind} than those of Spring and Resilience4j tell nothing;
     * {@link #errors(String, String...)} says it otherwise.
     *
     * @param meters timers, counters or summaries: {@code registry.get("http.server.requests")}
     */
    public static MeterProbe errorRatio(RequiredSearch meters) {
        return of(new Measure.Ratio("error ratio", new Counts(meters), Errors::isError, Errors::canTell));
    }

    /**
     * How many times one meter counted for each time that another did, such as calls of a dependency for each request of a user.
     *
     * @param part what is divided
     * @param whole what it is divided by; without any in the window there is no ratio, and no good sample
     */
    public static MeterProbe ratio(RequiredSearch part, RequiredSearch whole) {
        return of(new Measure.Quotient(new Counts(part), new Counts(whole)));
    }

    /**
     * How many times a second a meter counted.
     *
     * @param meters timers, counters or summaries; all that are found count together
     */
    public static MeterProbe rate(RequiredSearch meters) {
        return of(new Measure.Rate(new Counts(meters)));
    }

    /**
     * The value of a gauge at the moment of the sample; where several are found, each must be good.
     *
     * @param meters gauges, or timers of tasks under way, of which the number of tasks counts
     */
    public static MeterProbe gauge(RequiredSearch meters) {
        return of(new Measure.Level(meters));
    }

    /**
     * Says which of the counted failed, for {@link #errorRatio}: those that have one of these values of a tag.
     *
     * @throws IllegalStateException if this is no error ratio
     * @throws IllegalArgumentException if there are no values, so that nothing would ever have failed
     */
    public MeterProbe errors(String tag, String... values) {
        if (!(measure instanceof Measure.Ratio ratio)) {
            throw new IllegalStateException("errors(…) is for an error ratio, not for a " + measure.name());
        }
        if (values.length == 0) {
            throw new IllegalArgumentException("errors(\"" + tag + "\"): say which of its values are errors");
        }
        Set<String> failed = Set.of(values);
        Predicate<Meter.Id> tagged = id -> id.getTag(tag) != null;
        Predicate<Meter.Id> error = id -> failed.contains(String.valueOf(id.getTag(tag)));
        return new MeterProbe(
                new Measure.Ratio(ratio.name(), ratio.counted(), error, tagged), window, noneIsGood, nanos);
    }

    /**
     * Sets how long a time before each sample rates and ratios are taken of, {@code 1s} by default; in the first of a run it is the
     * time since its planning. Longer than the pauses between requests, or there are samples without any; shorter than
     * {@code recoverWithin}, which has to outlast what was measured during the fault. A gauge has none.
     *
     * @param duration {@code 500ms}, {@code 5s}, {@code 1m} or ISO-8601
     * @throws IllegalArgumentException if it is no duration, or none that is longer than nothing
     */
    public MeterProbe over(String duration) {
        Duration parsed = Durations.parse(duration);
        if (parsed.isNegative() || parsed.isZero()) {
            throw new IllegalArgumentException("over(\"" + duration + "\"): the window has no length");
        }
        return new MeterProbe(measure, parsed, noneIsGood, nanos);
    }

    /**
     * Makes a rate of nothing good if it is within the limit, such as that of logged errors. Without this it is not: where nothing
     * was counted, nothing was shown.
     *
     * @throws IllegalStateException if this is no rate: a ratio without traffic is none
     */
    public MeterProbe orNone() {
        if (!(measure instanceof Measure.Rate)) {
            throw new IllegalStateException("orNone() is for a rate, not for a " + measure.name());
        }
        return new MeterProbe(measure, window, true, nanos);
    }

    /** For tests: a clock of nanoseconds. */
    MeterProbe with(LongSupplier clock) {
        return new MeterProbe(measure, window, noneIsGood, clock);
    }

    /**
     * Returns the probe whose samples are good when the value is not above a limit.
     *
     * @param limit an error ratio is between 0 and 1, so its limit is below 1
     * @throws IllegalArgumentException if no sample could fail, or none could be good
     */
    public Probe atMost(double limit) {
        if (!measure.canBe(limit) || measure instanceof Measure.Ratio && limit >= 1) {
            throw pointless("atMost", limit);
        }
        return probe(new Limit(limit, true));
    }

    /**
     * Returns the probe whose samples are good when the value is not below a limit.
     *
     * @throws IllegalArgumentException if no sample could fail, or none could be good
     */
    public Probe atLeast(double limit) {
        boolean always = limit <= 0 && !(measure instanceof Measure.Level);
        if (!measure.canBe(limit) || always || measure instanceof Measure.Ratio && limit > 1) {
            throw pointless("atLeast", limit);
        }
        return probe(new Limit(limit, false));
    }

    private IllegalArgumentException pointless(String method, double limit) {
        return new IllegalArgumentException(
                method + "(" + limit + "): every " + measure.name() + " would be on the same side of this limit");
    }

    private Probe probe(Limit limit) {
        // one at a time: a sample reads what the one before it left
        return Probe.blocking(new WindowedSample(measure, limit, window, noneIsGood, nanos), 1);
    }
}
