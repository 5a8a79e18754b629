package dev.reliability.spi;

import org.apiguardian.api.API;

/**
 * A way to run commands on one target: this machine, a network namespace, a host behind SSH, a pod.
 *
 * <p>The target needs bash. Implementations are safe for use by several threads, and never let text from a
 * {@link ShellCommand} be read as shell syntax.
 *
 * <pre>{@code
 * ShellResult result = shell.run(ShellCommand.program("nft", "--version"));
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Shell extends AutoCloseable {

    /** The address of the target as a profile writes it, such as {@code ssh://ubuntu@203.0.113.7:22}. */
    String address();

    /**
     * Runs a command to its end. A non-zero exit code is an answer, not an exception.
     *
     * @throws ShellException if the target cannot be reached, refuses, or does not answer in time
     */
    ShellResult run(ShellCommand command);

    /**
     * Starts a command and returns at once.
     *
     * @throws ShellException if the target cannot be reached or refuses
     */
    ShellSession start(ShellCommand command);

    /** Gives up connections held for this target. Sessions still open end. Idempotent. */
    @Override
    void close();
}
