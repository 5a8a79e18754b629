package dev.reliability.internal.host;

import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.linux.HostFacts;
import dev.reliability.internal.linux.Leftovers;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.linux.Reach;
import dev.reliability.internal.linux.SshHost;
import dev.reliability.internal.linux.Traffic;
import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A host that experiments attack by its namespace and over SSH, and what is around it. */
final class Lab implements AutoCloseable {

    static final int PORT = 7007;
    private static final Duration SHORT = Duration.ofMillis(300);

    final Net net = new Net();
    final SshHost host;
    final Path directory;

    /** Looks at the host from inside, past the code under test. */
    final Shell inside;

    Lab(Path directory) {
        this.directory = directory;
        hosts();
        Net.etc(net.host, "nsswitch.conf", "hosts: files\n");
        resolver(Net.PEER);
        addGuest();
        host = new SshHost(net);
        inside = new NetnsShell(net.host);
        Traffic.echo(net, net.peer, PORT);
        Traffic.echo(net, net.peer, PORT + 1);
        Traffic.echo(net, net.peer, 53);
    }

    /** The address of the host by this way: {@code netns} or {@code ssh}. */
    String address(String way) {
        return way.equals("ssh") ? SshHost.ADDRESS : "netns:" + net.host;
    }

    /** An experiment whose target {@code blue} is the host. */
    ExperimentBuilder experiment(String way) {
        return Reliability.experiment("hosts " + way)
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("reliability.ssh.config", host.configuration("user").toString())
                .property("reliability.lease", "2s")
                .target("blue", address(way));
    }

    /** What a connection from the host meets. */
    Reach reach(String address, int port) {
        return Reach.of(inside, address, port, SHORT);
    }

    /** What the host's resolver knows: lines of its {@code /etc/hosts}. */
    void hosts(String... lines) {
        Net.etc(net.host, "hosts", String.join("\n", lines) + "\n");
    }

    /** Whom the host asks for names; there, whatever comes is sent back, which is an answer of a kind. */
    void resolver(String address) {
        Net.etc(net.host, "resolv.conf", "nameserver " + address + "\noptions timeout:1 attempts:1\n");
    }

    /** Keeps a process of the host connecting to an address, anew each time. */
    Process client(String address, int port) {
        return start(
                "bash",
                "-c",
                "while :; do timeout 0.2 bash -c 'exec 3<>/dev/tcp/$0/$1' \"$0\" \"$1\"; done 2>/dev/null",
                address,
                Integer.toString(port));
    }

    /** Adds a user to the host who may log in and nothing else. */
    private void addGuest() {
        try {
            String users = Files.readString(Path.of("/etc/passwd"));
            Net.etc(net.host, "passwd", users + "guest:x:4000:4000::/:/bin/bash\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many of so many connections from the host are not open after a fifth of a second. */
    long lostOf(int connections, String address) {
        String script =
                "for ((i = 0; i < $1; i++)); do timeout 0.2 bash -c 'exec 3<>/dev/tcp/$0/$1' \"$2\" \"$3\" || echo lost;"
                        + " done 2>/dev/null";
        return inside.run(ShellCommand.script(script)
                        .withArguments(Integer.toString(connections), address, Integer.toString(PORT)))
                .output()
                .lines()
                .count();
    }

    /** Starts a process beside the host's init. */
    Process sleeper(String seconds) {
        Process process = start("sleep", seconds);
        await().until(() -> inside.run(ShellCommand.program("pgrep", "-fx", "sleep " + seconds))
                .succeeded());
        return process;
    }

    /** Starts a program beside the host's init. */
    Process start(String... command) {
        List<String> words = new ArrayList<>(
                List.of("nsenter", "--target", Long.toString(host.initPid()), "--net", "--pid", "--mount", "--"));
        words.addAll(List.of(command));
        return net.start(net.host, words);
    }

    void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** What the one process of the host that worked most has worked so far; the machine may have other work. */
    long busiestCentiseconds() {
        return Long.parseLong(inside.run(
                        ShellCommand.script(
                                """
                                most=0
                                for dir in /proc/[0-9]*; do
                                  [[ $dir/ns/net -ef /proc/self/ns/net ]] || continue
                                  { read -r line <"$dir/stat"; } 2>/dev/null || continue
                                  set -- ${line##*) }
                                  ((${12} + ${13} > most)) && most=$((${12} + ${13}))
                                done
                                echo "$most"
                                """))
                .output()
                .strip());
    }

    String incarnation() {
        return HostFacts.of(inside, List.of()).incarnation();
    }

    /** Kills the agents of all faults, their guards with them. */
    void killAgents() {
        signal("KILL", process -> !process.contains("(nft)"));
    }

    /** Freezes everything that faults have on the target. */
    void freezeAgents() {
        signal("STOP", process -> true);
    }

    private void signal(String signal, Predicate<String> meant) {
        Stream<String> pids = left().stream()
                .filter(line -> line.startsWith("process "))
                .filter(meant)
                .map(line -> line.split(" ", -1)[1]);
        inside.run(ShellCommand.script("kill \"$@\"")
                .withArguments(Stream.concat(Stream.of("-" + signal), pids).toArray(String[]::new)));
    }

    List<String> left() {
        return Leftovers.find(inside);
    }

    @Override
    public void close() {
        host.close();
        net.close();
    }
}
