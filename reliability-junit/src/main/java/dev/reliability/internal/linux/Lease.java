package dev.reliability.internal.linux;

import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A fault in force on a Linux host, or one that was.
 *
 * <p>It ends with {@link #revert()}; without it, when this process dies, freezes or loses its connection (after the
 * lease), and when the declared end is reached.
 */
public final class Lease implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(20);

    private final Shell shell;
    private final String id;
    private final Agent agent;
    private final Duration patience;
    private volatile @Nullable LeftoverWatch watch;
    private boolean reverted;

    private Lease(Shell shell, String id, Agent agent, Duration patience) {
        this.shell = shell;
        this.id = id;
        this.agent = agent;
        this.patience = patience;
    }

    /**
     * Starts an agent that holds the target and waits, without any effect on it, for {@link #arm()}.
     *
     * @throws LinuxFaultException if another run attacks the target
     */
    static Lease prepare(Shell shell, Work work, Order order) {
        Lease fault = start(shell, work, order);
        fault.watch = new LeftoverWatch(shell, order.id());
        fault.orClose(agent -> agent.awaitPrepared(START));
        return fault;
    }

    /**
     * Starts an agent and waits until its fault is in force.
     *
     * @throws LinuxFaultException if another run attacks the target or arming fails; then nothing is in force
     */
    static Lease arm(Shell shell, Work work, Order order) {
        Lease fault = start(shell, work, order);
        fault.arm();
        return fault;
    }

    private static Lease start(Shell shell, Work work, Order order) {
        Map<String, String> task = new LinkedHashMap<>(work.details());
        task.put("owner", order.owner());
        task.put("seconds", Long.toString(order.duration().plusMillis(999).toSeconds()));
        task.put("wait_s", Long.toString(order.waiting().toSeconds()));
        Agent agent = Agent.start(shell, work.script(), order.id(), order.lease(), task, work.payload());
        return new Lease(shell, order.id(), agent, order.lease().plusSeconds(1));
    }

    /**
     * Brings the fault into force, which returns once it is.
     *
     * @throws LinuxFaultException if that fails; then nothing is in force
     */
    public void arm() {
        orClose(prepared -> {
            prepared.arm();
            prepared.awaitReady(START);
        });
    }

    private void orClose(Consumer<Agent> step) {
        try {
            step.accept(agent);
        } catch (LinuxFaultException e) {
            close();
            throw e;
        }
    }

    /** Name of this fault on the target; a network fault's table is {@code inet rl_<id>}. */
    public String id() {
        return id;
    }

    /** Process id of the agent on the target. */
    public long agentPid() {
        return agent.pid();
    }

    /** Whether it is ready to be armed, or in force. */
    public boolean held() {
        return agent.lost().isEmpty();
    }

    /** What it hit so far. */
    public Hits hits() {
        return Hits.of(agent.count(patience));
    }

    /**
     * What the agent sees now, in the words of its script.
     *
     * @throws LinuxFaultException if it has ended or does not answer
     */
    List<String> look() {
        List<String> looked = agent.look(patience);
        lost().ifPresent(why -> {
            throw new LinuxFaultException(why);
        });
        return looked;
    }

    /** Why the fault is not in force any more although it was not reverted; empty while all is well. */
    public Optional<String> lost() {
        return agent.lost();
    }

    /** What the agent told under this heading. */
    List<String> said(String word) {
        return agent.said(word);
    }

    /** Waits for the agent's last word without asking for it; empty if it does not come in time. */
    Optional<String> awaitEnd(Duration atMost) {
        return agent.awaitEnd(atMost);
    }

    /** Addresses found since arming, as {@code host address...}. */
    public List<String> found() {
        return agent.said("RESOLVED").stream().map(line -> line.substring(2)).toList();
    }

    /**
     * Ends the fault and proves that nothing is left. Idempotent.
     *
     * @return what could not be removed; empty when all is as before
     */
    public synchronized List<String> revert() {
        try {
            if (!reverted && agent.end(patience).isEmpty()) {
                Leftovers.end(shell, id);
            }
            List<String> left = waitForNothing();
            if (!left.isEmpty()) {
                left = Leftovers.end(shell, id);
            }
            reverted = left.isEmpty();
            closeWatch();
            return left;
        } catch (ShellException | LinuxFaultException e) {
            return List.of("unknown, since the target cannot be asked: " + e.getMessage());
        }
    }

    /** Gives up the agent without asking the target; it ends the fault by itself. */
    @Override
    public void close() {
        agent.close();
        closeWatch();
    }

    private void closeWatch() {
        LeftoverWatch open = watch;
        if (open != null) {
            watch = null;
            open.close();
        }
    }

    /** The agent's processes leave a few milliseconds after its last word. */
    private List<String> waitForNothing() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
        List<String> left;
        do {
            left = leftNow();
        } while (!left.isEmpty() && System.nanoTime() < until);
        return left;
    }

    private List<String> leftNow() {
        LeftoverWatch open = watch;
        return Optional.ofNullable(open)
                .flatMap(ahead -> ahead.look(patience))
                .orElseGet(() -> Leftovers.find(shell, id));
    }
}
