package dev.reliability.spi;

import java.time.Duration;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * How soon after the bite of a fault something can happen at best, as its settings say: three checks every 30 s take more than
 * a minute to fail. An expectation with less time, or a fault that does not last so long, is refused before anything is touched.
 *
 * <pre>{@code
 * new Floor(Duration.ofSeconds(68), Duration.ofSeconds(110), "3 checks in a row, one every 30 s");
 * }</pre>
 *
 * @param least sooner than this it cannot happen
 * @param likely when it has likely happened; an expectation with less time may fail by chance, which is said, not refused
 * @param why the settings behind it, and which of them makes it faster
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record Floor(Duration least, Duration likely, String why) {

    private static final Duration NEVER = Duration.ofDays(36_525);

    /** Checks that it is likely not before it is possible. */
    public Floor {
        if (least.isNegative() || likely.compareTo(least) < 0) {
            throw new IllegalArgumentException("a floor of " + least + " cannot be likely after " + likely);
        }
    }

    /** Returns the floor of what cannot happen at all: an alarm that takes missing data for good, say. */
    public static Floor never(String why) {
        return new Floor(NEVER, NEVER, why);
    }

    /** Tells whether it cannot happen at all. */
    public boolean never() {
        return least.equals(NEVER);
    }
}
