package dev.reliability.experiment;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A condition that ends the experiment at once: an alarm that fires, or an HTTP answer that stays away for longer than an
 * outage.
 *
 * @param alarm name or address of the alarm, if it is one
 * @param http URL that is watched, if it is one
 * @param status good status codes of the URL
 * @param outage how long the URL may fail
 * @param place where it was asked for
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record StopSpec(
        Optional<String> alarm, Optional<String> http, List<Integer> status, String outage, Place place) {

    /** Copies the codes. */
    public StopSpec {
        status = List.copyOf(status);
    }

    /** Stops when an alarm fires. */
    public static StopSpec alarm(String alarm) {
        return new StopSpec(Optional.of(alarm), Optional.empty(), List.of(), "0s", new Place("stopWhen", ""));
    }

    /** Stops when a URL fails for longer than an outage. */
    public static StopSpec http(String url, String outage) {
        return new StopSpec(Optional.empty(), Optional.of(url), List.of(200), outage, new Place("stopWhen", ""));
    }
}
