package dev.reliability.internal.host;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.linux.Leftovers;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.linux.Reach;
import dev.reliability.internal.linux.SshHost;
import dev.reliability.internal.linux.Traffic;
import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.spi.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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
        host = new SshHost(net);
        inside = new NetnsShell(net.host);
        Traffic.echo(net, net.peer, PORT);
        Traffic.echo(net, net.peer, PORT + 1);
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

    List<String> left() {
        return Leftovers.find(inside);
    }

    @Override
    public void close() {
        host.close();
        net.close();
    }
}
