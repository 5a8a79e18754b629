package dev.reliability.internal.linux;

import static org.awaitility.Awaitility.await;

import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Attacks a host from another JVM, takes part of the machinery away, and watches when traffic flows again. */
public final class Drill implements AutoCloseable {

    /** What is taken away while the fault is in force. */
    public enum Loss {
        CONTROLLER_KILLED,
        AGENT_KILLED,
        BOTH_KILLED,
        CONTROLLER_FROZEN,
        AGENT_FROZEN,
        NFT_FROZEN,
        BOTH_FROZEN,
        /** Agent and guard at once: what is left is the kernel's rule that a table goes with its owner. */
        AGENT_AND_GUARD_KILLED,
        /** Controller, agent, guard and nft: what is left is the kernel's timeout of the gate. */
        ALL_FROZEN,
        SSH_CUT,
        SSH_CLIENT_KILLED;

        /** Processes that are frozen stay, without any effect, until a sweep. */
        boolean needsSweep() {
            return this == ALL_FROZEN;
        }

        boolean ssh() {
            return this == SSH_CUT || this == SSH_CLIENT_KILLED;
        }
    }

    /**
     * How it went.
     *
     * @param healed from the loss to the first packet that was sent and came back; zero or less if it flowed at once
     * @param clean from the loss until no table, process or file was left
     * @param taking how long it took to bring the loss about, which began then and is counted from the beginning
     */
    public record Result(Loss loss, Duration healed, Duration clean, Duration taking) {}

    private static final int PORT = 7100;
    private static final int AGAIN = 5;

    private final Net net = new Net();
    private final SshHost host;
    private final Traffic traffic;
    private final Shell shell;
    private final Duration lease;

    public Drill(Duration lease) {
        this.lease = lease;
        this.host = new SshHost(net);
        Traffic.echo(net, net.peer, PORT);
        this.traffic = Traffic.udp(net, net.host, Net.PEER, PORT);
        this.shell = new NetnsShell(net.host);
        await().until(() -> traffic.lastGood() != 0);
    }

    /** One repetition; afterwards everything is as before. */
    public Result run(Loss loss, boolean overSsh) {
        await().until(() -> Leftovers.find(shell).isEmpty());
        Armed fault = armed(overSsh || loss.ssh());
        Process controller = fault.controller();
        try {
            long armed = System.nanoTime();
            // at some time between two heartbeats, after a few of them
            long strike = armed + lease.toNanos() + ThreadLocalRandom.current().nextLong(lease.toNanos());
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> System.nanoTime() > strike);
            if (traffic.flowsSince(armed)) {
                throw new IllegalStateException("the fault did not hold: packets came back after arming");
            }
            long lost = System.nanoTime();
            takeAway(loss, controller, fault.agent());
            return watch(loss, lost, Duration.ofNanos(System.nanoTime() - lost));
        } finally {
            restore(loss, controller);
        }
    }

    private Result watch(Loss loss, long lost, Duration taking) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(60))
                .until(() -> traffic.flowsSince(lost));
        List<Traffic.Gap> gaps = traffic.gaps();
        long healed = gaps.get(gaps.size() - 1).to();
        if (loss.needsSweep()) {
            Leftovers.endAll(shell);
        }
        long clean = 0;
        // where both are frozen, nobody may be left to report: the guard on the target must do
        while (clean == 0) {
            boolean left = !Leftovers.find(shell).isEmpty();
            clean = left ? 0 : System.nanoTime();
            if (left && System.nanoTime() - lost > 60_000_000_000L) {
                throw new IllegalStateException(loss + " left " + Leftovers.find(shell));
            }
        }
        return new Result(loss, Duration.ofNanos(healed - lost), Duration.ofNanos(clean - lost), taking);
    }

    private void takeAway(Loss loss, Process controller, long agent) {
        switch (loss) {
            case CONTROLLER_KILLED -> controller.destroyForcibly();
            case AGENT_KILLED -> signal("KILL", agent);
            case BOTH_KILLED -> {
                // frozen first: an agent ends by itself as soon as its controller is gone
                freeze(controller);
                signal("KILL", agent);
                controller.destroyForcibly();
            }
            case CONTROLLER_FROZEN -> freeze(controller);
            case AGENT_FROZEN -> signal("STOP", agent);
            case NFT_FROZEN -> signal("STOP", nft(agent));
            case BOTH_FROZEN -> {
                freeze(controller);
                signal("STOP", agent);
            }
            case AGENT_AND_GUARD_KILLED -> signalAll("KILL");
            case ALL_FROZEN -> {
                freeze(controller);
                signalAll("STOP");
            }
            case SSH_CUT -> host.wire(false);
            case SSH_CLIENT_KILLED ->
                controller
                        .descendants()
                        .filter(process -> process.info().command().orElse("").endsWith("ssh"))
                        .forEach(ProcessHandle::destroyForcibly);
        }
    }

    private void restore(Loss loss, Process controller) {
        if (loss == Loss.SSH_CUT) {
            host.wire(true);
        }
        controller.descendants().forEach(ProcessHandle::destroyForcibly);
        controller.destroyForcibly();
    }

    private Process controller(String id, boolean ssh) {
        try {
            return new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ControllerMain.class.getName(),
                            ssh ? SshHost.ADDRESS : "netns:" + net.host,
                            ssh ? host.configuration("user").toString() : "",
                            Net.PEER,
                            Long.toString(lease.toMillis()),
                            id)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Armed(Process controller, long agent) {}

    /** On a machine that starves everybody the lease of an agent may run out before it says that it is ready: tried again. */
    private Armed armed(boolean overSsh) {
        for (int more = AGAIN; ; more--) {
            String id = "%08x".formatted(ThreadLocalRandom.current().nextInt());
            Process controller = controller(id, overSsh);
            String line = said(controller);
            if (line.startsWith("ARMED ")) {
                return new Armed(controller, Long.parseLong(line.substring(6)));
            }
            controller.destroyForcibly();
            if (more == 0) {
                throw new IllegalStateException("the controller did not arm: " + line);
            }
            await().until(() -> Leftovers.find(shell).isEmpty());
        }
    }

    private static String said(Process controller) {
        try {
            String line = new BufferedReader(new InputStreamReader(controller.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return String.valueOf(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String signal, long pid) {
        ShellResult result = shell.run(ShellCommand.program("kill", "-" + signal, Long.toString(pid)));
        if (!result.succeeded()) {
            throw new IllegalStateException("cannot send " + signal + " to " + pid + ": "
                    + result.errors().strip());
        }
    }

    /** All of the fault's processes on the target, nft excepted where it ends with its owner. */
    private void signalAll(String signal) {
        List<String> pids = Leftovers.find(shell).stream()
                .filter(line -> line.startsWith("process "))
                .filter(line -> !signal.equals("KILL") || !line.contains("(nft"))
                .map(line -> line.split(" ", -1)[1])
                .toList();
        if (pids.size() < 2) {
            throw new IllegalStateException("expected an agent and its guard, found " + pids);
        }
        shell.run(ShellCommand.script("kill \"$@\"")
                .withArguments(
                        Stream.concat(Stream.of("-" + signal), pids.stream()).toArray(String[]::new)));
    }

    private long nft(long agent) {
        return Long.parseLong(shell.run(ShellCommand.program("pgrep", "-P", Long.toString(agent), "-x", "nft"))
                .output()
                .strip());
    }

    private static void freeze(Process process) {
        Net.run("kill", "-STOP", Long.toString(process.pid()));
    }

    @Override
    public void close() {
        traffic.close();
        host.close();
        net.close();
    }
}
