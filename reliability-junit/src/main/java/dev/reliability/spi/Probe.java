package dev.reliability.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Takes samples of a steady state. Called open-loop: the next sample may be due while earlier ones are still under way,
 * so an implementation does not block the caller.
 */
@FunctionalInterface
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface Probe {

    /**
     * Takes one sample.
     *
     * @param timeout how long it may take; a sample that takes longer is a failed one
     * @return what was seen; a stage that completes exceptionally counts as a failed sample
     */
    CompletionStage<Observation> observe(Duration timeout);

    /**
     * Returns the same probe over connections that are kept between samples, if that makes a difference. The steady state
     * must recover on both.
     */
    default Optional<Probe> pooled() {
        return Optional.empty();
    }
}
