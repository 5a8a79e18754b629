package dev.reliability.spi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Whether a fault bit, and how that is known. The words complete the sentences of reports:
 *
 * <pre>{@code
 * Evidence.bite("process 4711 is gone");
 * Evidence.none("dropped nothing", "no traffic went to db.bookstore.example");
 * }</pre>
 *
 * @param bitten whether the fault had its effect
 * @param what the effect that was seen, or what was seen instead of it: "dropped nothing"
 * @param why what explains a missing effect: "no traffic went to db.bookstore.example"; empty for a bite
 * @param ago how long before this answer the effect began, as far as the back end knows it; zero if it does not know better
 * @param measurements figures for the journal, such as counters
 * @param missed entries that were asked for and not hit so far, each with the reason: {@code no traffic went to
 *     db.bookstore.example}; empty when the whole of what was asked for was hit. Half a bite does not prove a fault
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record Evidence(
        boolean bitten, String what, String why, Duration ago, Map<String, Object> measurements, List<String> missed) {

    /** Copies measurements and entries. */
    public Evidence {
        missed = List.copyOf(missed);
        measurements = Collections.unmodifiableMap(new LinkedHashMap<>(measurements));
    }

    /** Returns evidence of an effect. */
    public static Evidence bite(String what) {
        return new Evidence(true, what, "", Duration.ZERO, Map.of(), List.of());
    }

    /** Returns evidence that there was no effect so far. */
    public static Evidence none(String what, String why) {
        return new Evidence(false, what, why, Duration.ZERO, Map.of(), List.of());
    }

    /**
     * Returns the same evidence of an effect that began earlier: what is seen late, because the target cannot be asked any
     * more, say, is not dated late.
     *
     * @param earlier how long before this answer; never dated before the injection
     */
    public Evidence begun(Duration earlier) {
        return new Evidence(bitten, what, why, earlier, measurements, missed);
    }

    /** Returns the same evidence with one more figure. */
    public Evidence with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(measurements);
        all.put(name, value);
        return new Evidence(bitten, what, why, ago, all, missed);
    }

    /**
     * Returns the same evidence with the entries of the selection that were not hit so far.
     *
     * @param entries a clause each, such as {@code no traffic went to db.bookstore.example}
     */
    public Evidence missing(List<String> entries) {
        return new Evidence(bitten, what, why, ago, measurements, entries);
    }

    /**
     * Joins what the parts of one fault have to say: a bite, if any was bitten, that lacks those that were not.
     *
     * @param names the names of the parts
     * @param all the evidence of each, in the same order
     */
    public static Evidence joined(List<String> names, List<Evidence> all) {
        List<String> bitten = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String part = names.get(i) + ": ";
            Evidence one = all.get(i);
            if (one.bitten()) {
                bitten.add(part + one.what());
                one.missed().forEach(entry -> missed.add(part + entry));
            } else {
                missed.add(part + one.why());
            }
        }
        Evidence evidence = bitten.isEmpty()
                ? Evidence.none(all.get(0).what(), String.join("; ", missed))
                : Evidence.bite(String.join("; ", bitten)).missing(missed);
        for (int i = 0; i < all.size(); i++) {
            for (Map.Entry<String, Object> figure : all.get(i).measurements().entrySet()) {
                evidence = evidence.with(names.get(i) + " " + figure.getKey(), figure.getValue());
            }
        }
        return evidence;
    }

    /** Tells whether the fault bit and hit everything that was asked for. */
    public boolean complete() {
        return bitten && missed.isEmpty();
    }
}
