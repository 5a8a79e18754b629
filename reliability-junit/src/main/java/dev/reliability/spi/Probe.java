package dev.reliability.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Takes samples of a steady state. Called open-loop: the next sample may be due while earlier ones are still under way,
 * so an implementation does not block the caller; {@link #blocking(Callable)} makes a probe of a call that does.
 */
@FunctionalInterface
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface Probe extends RunScoped {

    /** How many calls of one {@linkplain #blocking(Callable) blocking} probe are under way at once, at most. */
    int AT_ONCE = 16;

    /**
     * Makes a probe of a call that blocks: each sample is a call on a thread of its own. A call that is under way when the time for
     * its sample is over is interrupted, and the sample fails; so does one that finds {@value #AT_ONCE} calls under way until its
     * time is over. So calls that hang and cannot be interrupted keep no more threads than that. Closing the probe interrupts all.
     *
     * <pre>{@code
     * SteadyStateSpec.probe("orders are stored", context -> Probe.blocking(() -> {
     *     long stored = orders.count();
     *     return new Observation(stored > 0, "at least one order", stored + " orders");
     * }))
     * }</pre>
     *
     * @param call takes one sample; what it throws makes a failed one
     */
    static Probe blocking(Callable<Observation> call) {
        return blocking(call, AT_ONCE);
    }

    /**
     * Makes a probe of a call that blocks, as {@link #blocking(Callable)} does.
     *
     * @param call takes one sample; what it throws makes a failed one
     * @param atOnce how many calls may be under way at once; with 1 the call is never made concurrently with itself
     * @throws IllegalArgumentException if {@code atOnce} is less than 1
     */
    static Probe blocking(Callable<Observation> call, int atOnce) {
        return new BlockingProbe(call, atOnce);
    }

    /**
     * Takes one sample.
     *
     * @param timeout how long it may take; a sample that takes longer is a failed one
     * @return what was seen; a stage that completes exceptionally counts as a failed sample
     */
    CompletionStage<Observation> observe(Duration timeout);

    /**
     * Returns the same probe over connections that are kept between samples, if that makes a difference. The steady state
     * must recover on both. It is closed with this one, by this one.
     */
    default Optional<Probe> pooled() {
        return Optional.empty();
    }

    /** Returns what the controller must be allowed to do in order to take samples. Nothing by default. */
    default Set<Right> rights() {
        return Set.of();
    }
}
