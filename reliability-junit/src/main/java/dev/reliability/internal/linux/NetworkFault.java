package dev.reliability.internal.linux;

import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A network fault in force, or one that was.
 *
 * <p>It ends with {@link #revert()}; without it, when this process dies, freezes or loses its connection (after the
 * lease), and when the declared end is reached.
 */
public final class NetworkFault implements AutoCloseable {

    private final Shell shell;
    private final String id;
    private final Agent agent;
    private final Duration patience;
    private boolean reverted;

    private NetworkFault(Shell shell, String id, Agent agent, Duration patience) {
        this.shell = shell;
        this.id = id;
        this.agent = agent;
        this.patience = patience;
    }

    /**
     * Brings the fault into force; it drops packets from the moment this returns.
     *
     * @param id new hexadecimal name, 4 to 32 digits; what is written to a journal before this call
     * @param owner who attacks, for whoever finds the target busy; faults of the same owner may share a target
     * @throws LinuxFaultException if the plan has problems, another run attacks the target, or arming fails; then
     *     nothing is in force
     */
    public static NetworkFault arm(NetworkPlan plan, String id, String owner) {
        if (!plan.problems().isEmpty()) {
            throw new LinuxFaultException("this plan has problems: " + plan.problems());
        }
        NetworkSpec spec = plan.spec();
        Ruleset.Commands commands = Ruleset.of(id, spec, plan.selection(), plan.known());
        Map<String, String> task = new LinkedHashMap<>();
        task.put("owner", owner);
        task.put("seconds", Long.toString(spec.duration().plusMillis(999).toSeconds()));
        task.put("drops", Integer.toString(commands.drops()));
        task.put("resolve_s", seconds(spec.resolveEvery()));
        task.put("hosts", plan.hostsToWatch());
        Agent agent =
                Agent.start(plan.shell(), "net.sh", id, spec.lease(), task, String.join("\n", commands.lines()) + "\n");
        try {
            agent.awaitReady(Duration.ofSeconds(20));
        } catch (LinuxFaultException e) {
            agent.close();
            throw e;
        }
        return new NetworkFault(plan.shell(), id, agent, spec.lease().plusSeconds(1));
    }

    /** Name of this fault on the target: table {@code inet rl_<id>}. */
    public String id() {
        return id;
    }

    /** Process id of the agent on the target. */
    public long agentPid() {
        return agent.pid();
    }

    /** What was dropped so far. */
    public Hits hits() {
        return Hits.of(agent.count(patience));
    }

    /** Why the fault is not in force any more although it was not reverted; empty while all is well. */
    public Optional<String> lost() {
        return agent.lost();
    }

    /** Addresses found since arming, as {@code host address...}. */
    public List<String> found() {
        return agent.said("RESOLVED").stream().map(line -> line.substring(2)).toList();
    }

    /** What a TCP connection from the target meets. */
    public enum Reach {
        /** It was accepted. */
        CONNECTED,
        /** It was answered with a refusal or an unreachable. */
        REFUSED,
        /** There was no answer in time. */
        SILENT
    }

    /** Tries a TCP connection from the target itself. */
    public static Reach reach(Shell shell, String address, int port, Duration atMost) {
        ShellResult result = shell.run(ShellCommand.script(
                        "timeout \"$3\" bash -c 'exec 3<>\"/dev/tcp/$1/$2\"' probe \"$1\" \"$2\" 2>/dev/null")
                .withArguments(address, Integer.toString(port), seconds(atMost))
                .withTimeout(atMost.plusSeconds(10)));
        return switch (result.exitCode()) {
            case 0 -> Reach.CONNECTED;
            case 124 -> Reach.SILENT;
            default -> Reach.REFUSED;
        };
    }

    /**
     * Ends the fault and proves that nothing is left. Idempotent.
     *
     * @return what could not be removed; empty when all is as before
     */
    public synchronized List<String> revert() {
        if (!reverted) {
            Optional<String> last = agent.end(patience);
            if (last.isEmpty()) {
                Leftovers.end(shell, id);
            }
        }
        List<String> left = waitForNothing();
        if (!left.isEmpty()) {
            left = Leftovers.end(shell, id);
        }
        reverted = left.isEmpty();
        return left;
    }

    /** Gives up the agent without asking the target; it ends the fault by itself. */
    @Override
    public void close() {
        agent.close();
    }

    /** The agent's processes leave a few milliseconds after its last word. */
    private List<String> waitForNothing() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
        List<String> left = new ArrayList<>();
        do {
            try {
                left = Leftovers.find(shell, id);
            } catch (ShellException | LinuxFaultException e) {
                left = List.of("unknown: " + e.getMessage());
            }
        } while (!left.isEmpty() && System.nanoTime() < until);
        return left;
    }

    static String seconds(Duration duration) {
        return "%d.%03d".formatted(duration.toSeconds(), duration.toMillisPart());
    }
}
