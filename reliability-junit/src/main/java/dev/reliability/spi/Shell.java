package dev.reliability.spi;

import java.util.List;
import org.apiguardian.api.API;

/**
 * A way to run commands on one target: this machine, a network namespace, a host behind SSH, a pod. Whatever has one gets the
 * faults of {@code dev.reliability.linux.LinuxTarget}.
 *
 * <p>The target needs bash. Implementations are safe for use by several threads, and never let text from a
 * {@link ShellCommand} be read as shell syntax.
 *
 * <pre>{@code
 * ShellResult result = shell.run(ShellCommand.program("nft", "--version"));
 * }</pre>
 *
 * <h2>What faults need of a shell</h2>
 *
 * <p>A fault is held by a session ({@link #start}), and ends by itself when that session goes silent. So:
 *
 * <ul>
 *   <li><b>Standard input is the lifeline.</b> When this JVM ends, however it ends, the command reads end of file, or nothing at
 *       all any more; nothing between the two may go on feeding it. A proxy or daemon that keeps a session alive on its own
 *       account is fine, since it sends no heartbeats.
 *   <li><b>Heartbeats come through in time.</b> Each third of the lease ({@code reliability.lease}: 5 s unless set, 500 ms to 60 s)
 *       a line is written to the session, and answered by another. A line may take up to half of the lease from here to there; a
 *       way that buffers, or waits longer for a full packet, needs a longer lease. Bytes arrive in their order, none of them
 *       twice.
 *   <li><b>Streams are clean.</b> Nothing is added to standard output or taken from it; no terminal is allocated. What a login
 *       shell prints before the command begins is tolerated.
 *   <li><b>One place.</b> All commands run in the same network namespace of the same machine, and for signals and shutdowns in
 *       the same PID namespace. Several sessions are open at a time: two for each fault.
 *   <li><b>Root</b>, or {@code sudo} without a password. Network faults need {@code CAP_NET_ADMIN} and the package nftables.
 *   <li><b>No fault cuts the way in.</b> A shell that comes in through the target's own network names its {@link #lifelines()}.
 * </ul>
 *
 * <h2>Ways in that have no streams</h2>
 *
 * <p>A remote command service (send a script, ask for its result later) can serve {@link #run} and not {@link #start}, which it
 * answers with a {@link ShellException}; faults cannot be held through it as they are. What it would take, without giving up
 * that a fault ends with its controller: the agent is started by a command and detached on the target, and reads heartbeats from a
 * named pipe there instead of standard input; each heartbeat is a command that writes a line to that pipe, and each question
 * another that returns what was answered. An agent whose pipe is silent for a lease ends as it does today, and the kernel's timeout
 * and the declared end do not depend on the way at all. As such a service takes seconds for a command and limits how many there
 * may be, the lease must be several times as long as the slowest command (30 s and more), the proof of a bite comes seconds late,
 * and the way that the target's own service agent takes is a lifeline.
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

    /**
     * Returns the connections that this shell depends on and that go through the target's network, as the target sees them now.
     * They are asked for when a fault is planned. None by default: a way past the target's network, such as a local process or a
     * container runtime, has none.
     *
     * @throws ShellException if the target cannot be asked
     */
    default List<Lifeline> lifelines() {
        return List.of();
    }

    /** Gives up connections held for this target. Sessions still open end. Idempotent. */
    @Override
    void close();
}
