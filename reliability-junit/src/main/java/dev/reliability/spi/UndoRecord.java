package dev.reliability.spi;

import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * How to undo a fault when the run that injected it is dead. Written to disk before the fault is injected, so it may hold
 * no secret.
 *
 * @param fault what was done, such as {@code blackhole of bookstore-api-blue}
 * @param address where it was done
 * @param data what the back end needs to find and undo it
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record UndoRecord(String fault, Address address, Map<String, String> data) {

    /** Copies the data. */
    public UndoRecord {
        data = Map.copyOf(data);
    }
}
