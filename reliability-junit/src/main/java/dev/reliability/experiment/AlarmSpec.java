package dev.reliability.experiment;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * An alarm that is expected to fire.
 *
 * @param alarm name or address of the alarm
 * @param within how long after the proven bite it may take
 * @param name name of the expectation; empty for the alarm's
 * @param place where it was asked for
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record AlarmSpec(String alarm, String within, String name, Place place) {

    /** An alarm that fires within a time. */
    public static AlarmSpec of(String alarm, String within) {
        return new AlarmSpec(alarm, within, "", new Place("alarm", ""));
    }
}
