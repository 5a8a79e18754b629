package dev.reliability.spi;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * A command that keeps running on a target and is talked to through its standard streams.
 *
 * <p>The streams are the lifeline: when the controller ends, however it ends, the command reads end of file.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ShellSession extends AutoCloseable {

    /** Standard input of the command. Unbuffered: what is written is on its way. */
    OutputStream input();

    /** Standard output of the command. */
    InputStream output();

    /** The last few kilobytes of standard error so far. */
    String errors();

    /** Waits for the end; empty when the command still runs after this time or the wait was interrupted. */
    OptionalInt waitFor(Duration atMost);

    /** Ends the conversation without waiting: closes the input and drops the local end. Idempotent. */
    @Override
    void close();
}
