package dev.reliability.experiment;

import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Whether an expected alarm fired.
 *
 * @param name name of the expectation
 * @param firedAfter when it was first seen in alarm, counted from the proven bite; empty if it was not
 * @param lastState what was seen last
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record AlarmResult(String name, Optional<Duration> firedAfter, String lastState) {}
