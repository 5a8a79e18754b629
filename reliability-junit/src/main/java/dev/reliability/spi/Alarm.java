package dev.reliability.spi;

import java.time.Duration;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** An alarm that operators would see. */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public interface Alarm {

    /**
     * Asks for the alarm's state.
     *
     * @param timeout how long it may take
     * @throws Exception if there was no answer; the caller asks again
     */
    State state(Duration timeout) throws Exception;

    /**
     * The state of an alarm.
     *
     * @param firing whether it is in alarm
     * @param detail what was seen, such as {@code 503} or {@code INSUFFICIENT_DATA}
     */
    record State(boolean firing, String detail) {}
}
