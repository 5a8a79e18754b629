package dev.reliability.spi;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * What one sample of a steady state saw. The words complete "expected EXPECTED, got GOT".
 *
 * @param good whether it was as expected
 * @param expected what a good answer is: {@code 200}
 * @param got what came instead or as well: {@code 503}, {@code timeout after 3 s}, {@code connection refused}
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record Observation(boolean good, String expected, String got) {}
