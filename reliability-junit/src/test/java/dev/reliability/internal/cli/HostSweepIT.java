package dev.reliability.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.linux.GivenSpec;
import dev.reliability.internal.linux.Lease;
import dev.reliability.internal.linux.Leftovers;
import dev.reliability.internal.linux.NeedsNamespaces;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.linux.NetworkFault;
import dev.reliability.internal.linux.NetworkPlan;
import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.linux.SshHost;
import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.spi.Shell;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one command that undoes whatever is in force on a host, without a journal of whoever injected it. */
@NeedsNamespaces
class HostSweepIT {

    private static Net net;
    private static SshHost host;

    @TempDir
    Path state;

    @BeforeAll
    static void lay() {
        net = new Net();
        host = new SshHost(net);
    }

    @AfterAll
    static void clear() {
        if (net != null) {
            host.close();
            net.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void endsEverythingOnTheTarget(String way) {
        Shell inside = new NetnsShell(net.host);
        NetworkPlan plan =
                GivenSpec.of(Kind.BLACKHOLE).withAddresses(List.of(Net.PEER)).planFor(inside);
        Lease fault = NetworkFault.arm(plan, "abcdef12", "somebody else");
        System.setProperty("reliability.ssh.config", host.configuration("user").toString());
        try {
            assertThat(Leftovers.find(inside)).contains("table inet rl_abcdef12");
            String address = way.equals("ssh") ? SshHost.ADDRESS : "netns:" + net.host;
            assertThat(Main.run("sweep", "--state=" + state, "--target=" + address))
                    .isZero();
            assertThat(Leftovers.find(inside)).isEmpty();
        } finally {
            System.clearProperty("reliability.ssh.config");
            fault.close();
        }
        assertThat(Main.run("sweep", "--state=" + state, "--target=netns:rlt-nowhere"))
                .as("a target that cannot be asked may have something left")
                .isOne();
    }
}
