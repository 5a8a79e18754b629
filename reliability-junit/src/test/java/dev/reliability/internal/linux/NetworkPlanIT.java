package dev.reliability.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.spi.Lifeline;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Names are resolved on the target, and what stands against a fault is said before anything is changed. */
@NeedsNamespaces
public class NetworkPlanIT {

    private static final int PORT = 7007;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static Net net;
    private static Shell shell;

    @BeforeAll
    static void lay() {
        net = new Net();
        Net.etc(net.host, "resolv.conf", "nameserver " + Net.OTHER + "\noptions timeout:1 attempts:1\n");
        Net.etc(net.host, "nsswitch.conf", "hosts: files\n");
        hosts(Net.PEER + " cdn.test", "127.0.0.1 loop.test", "198.18.78.2 controller.test");
        shell = new NetnsShell(net.host);
        Traffic.echo(net, net.peer, PORT);
        Traffic.echo(net, net.peer, 53);
    }

    @AfterAll
    static void clear() {
        if (net != null) {
            net.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        List<String> left = Leftovers.find(shell);
        if (!left.isEmpty()) {
            Leftovers.endAll(shell);
        }
        assertThat(left).isEmpty();
    }

    private static void hosts(String... lines) {
        Net.etc(net.host, "hosts", "127.0.0.1 localhost\n" + String.join("\n", lines) + "\n");
    }

    private static List<String> problems(Shell target, String... hosts) {
        return GivenSpec.of(Kind.BLACKHOLE).withHosts(hosts).planFor(target).problems();
    }

    private static Reach reach(String address, int port) {
        return Reach.of(shell, address, port, SHORT);
    }

    @Test
    void followsANameThroughItsAddressesAndKeepsThoseOnceSeen() {
        hosts(Net.PEER + " cdn.test", Net.OTHER6 + " api.test");
        GivenSpec spec = GivenSpec.of(Kind.BLACKHOLE)
                .withHosts("cdn.test", "^api.test")
                .withTimes(Duration.ofMinutes(1), Duration.ofMillis(900), Duration.ofMillis(200));
        NetworkPlan plan = spec.planFor(shell);
        assertThat(plan.problems()).isEmpty();
        assertThat(plan.resolved()).containsEntry("cdn.test", List.of(Net.PEER));

        Lease fault = NetworkFault.arm(plan, NetworkFaultIT.newId(), "test");
        assertThat(reach(Net.PEER, PORT)).isEqualTo(Reach.SILENT);
        assertThat(reach(Net.OTHER, PORT)).isEqualTo(Reach.CONNECTED);
        hosts(Net.OTHER + " cdn.test", Net.OTHER6 + " cdn.test", Net.OTHER6 + " api.test", Net.PEER6 + " cdn.test");
        await().until(() -> reach(Net.OTHER, PORT) == Reach.SILENT);
        await().until(() -> reach(Net.PEER6, PORT) == Reach.SILENT);
        assertThat(reach(Net.PEER, PORT)).as("seen before").isEqualTo(Reach.SILENT);
        assertThat(reach(Net.OTHER6, PORT)).as("excluded by another name").isEqualTo(Reach.CONNECTED);
        assertThat(fault.found())
                .anySatisfy(line -> assertThat(line).startsWith("cdn.test ").contains(Net.OTHER));
        assertThat(fault.hits().packets()).containsKeys(Net.PEER, Net.OTHER, Net.PEER6);
        assertThat(fault.lost()).isEmpty();
        assertThat(fault.revert()).isEmpty();
        assertThat(reach(Net.OTHER, PORT)).isEqualTo(Reach.CONNECTED);
        hosts(Net.PEER + " cdn.test", "127.0.0.1 loop.test", "198.18.78.2 controller.test");
    }

    @Test
    void sparesTheResolverUnlessDnsIsAttacked() {
        Lease all = NetworkFaultIT.arm(shell, NetworkFaultIT.blackhole("198.18.77.0/24"));
        assertThat(reach(Net.OTHER, 53)).isEqualTo(Reach.CONNECTED);
        assertThat(reach(Net.OTHER, PORT)).isEqualTo(Reach.SILENT);
        assertThat(all.revert()).isEmpty();

        Lease dns = NetworkFaultIT.arm(shell, GivenSpec.of(Kind.DNS));
        assertThat(reach(Net.OTHER, 53)).isEqualTo(Reach.SILENT);
        assertThat(Reach.of(new NetnsShell(net.container), Net.OTHER, 53, SHORT))
                .isEqualTo(Reach.SILENT);
        assertThat(reach(Net.OTHER, PORT)).isEqualTo(Reach.CONNECTED);
        assertThat(dns.hits().packets()).containsOnlyKeys("53");
        assertThat(dns.revert()).isEmpty();
        assertThat(reach(Net.OTHER, 53)).isEqualTo(Reach.CONNECTED);
    }

    @Test
    void namesHostsThatCannotBeCut() {
        assertThat(problems(shell, "missing.test", "loop.test", "^gone.test"))
                .containsExactly(
                        "host 'missing.test' does not resolve on the target",
                        "host 'loop.test' resolves to 127.0.0.1, which is loopback: it is never cut");
        assertThat(problems(shell, "^gone.test"))
                .containsExactly("excluded host 'gone.test' does not resolve on the target, so it could not be spared");
        assertThat(problems(dependingOn(Lifeline.from("our connection", "198.18.78.2", 22)), "controller.test"))
                .containsExactly(
                        "host 'controller.test' resolves to 198.18.78.2, which is the controller of this test: it is never cut");
        assertThat(problems(dependingOn(Lifeline.to("our connection", "198.18.78.2", 443)), "controller.test"))
                .containsExactly(
                        "host 'controller.test' resolves to 198.18.78.2, where our connection goes: it is never cut");
        NetworkPlan plan =
                GivenSpec.of(Kind.BLACKHOLE).withHosts("missing.test").planFor(shell);
        assertThatThrownBy(() -> NetworkFault.arm(plan, NetworkFaultIT.newId(), "test"))
                .hasMessageContaining("missing.test");
    }

    private static Shell dependingOn(Lifeline lifeline) {
        return new ViaShell(shell, List.of(), UnaryOperator.identity(), List.of(lifeline));
    }

    /** The connection of an agent to its service is spared, whatever the fault is aimed at. */
    @Test
    void neverCutsWhatAShellDependsOn() {
        Shell target = dependingOn(Lifeline.to("our connection", Net.PEER + "/32", PORT));
        NetworkPlan plan = NetworkFaultIT.blackhole("198.18.77.0/24").planFor(target);
        assertThat(plan.neverCut()).contains("our connection to " + Net.PEER);
        Lease fault = NetworkFaultIT.arm(target, NetworkFaultIT.blackhole("198.18.77.0/24"));
        assertThat(reach(Net.PEER, PORT)).isEqualTo(Reach.CONNECTED);
        assertThat(reach(Net.OTHER, PORT)).isEqualTo(Reach.SILENT);
        assertThat(reach(Net.PEER, 53)).as("another port").isEqualTo(Reach.SILENT);
        assertThat(fault.revert()).isEmpty();
    }

    @Test
    void namesWhatTheTargetLacks() {
        Shell nobody = ViaShell.program(shell, "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        assertThat(problems(nobody, "cdn.test"))
                .hasSize(1)
                .first()
                .asString()
                .contains("not root and has no passwordless sudo", "CAP_NET_ADMIN");
        Shell powerless = ViaShell.program(shell, "setpriv", "--bounding-set=-net_admin");
        assertThat(problems(powerless, "cdn.test"))
                .hasSize(1)
                .first()
                .asString()
                .contains("CAP_NET_ADMIN is missing");
        Shell bare = ViaShell.program(
                shell, "unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs /usr/sbin && exec \"$@\"", "sh");
        assertThat(problems(bare, "cdn.test"))
                .containsExactly(shell.address() + " has no nft; install the package nftables");
    }

    @Test
    void refusesAClockThatIsMinutesOff() {
        Shell late = new ViaShell(shell, List.of(), output -> {
            Matcher time = Pattern.compile("(?m)^time (\\d+)").matcher(output);
            return time.replaceFirst(found -> "time " + (Long.parseLong(found.group(1)) - 180));
        });
        assertThat(problems(late, "cdn.test"))
                .hasSize(1)
                .first()
                .asString()
                .matches(".* is off by -1[78]\\d s; at most 30 s are allowed, since the kernel ends the fault by it");
    }

    @Test
    void refusesATargetWhereNoMarkCanBeSet() {
        Shell full = ViaShell.program(
                shell,
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o size=4k,nr_inodes=2 tmpfs /run && { head -c 8192 /dev/zero >/run/x 2>/dev/null; exec \"$@\"; }",
                "sh");
        assertThat(problems(full, "cdn.test")).hasSize(1).first().asString().contains("no space left on /run");
        Shell readOnly = ViaShell.program(
                shell, "unshare", "-m", "sh", "-c", "mount -t tmpfs -o ro tmpfs /run && exec \"$@\"", "sh");
        NetworkPlan plan = NetworkFaultIT.blackhole(Net.PEER).planFor(shell);
        assertThat(plan.problems()).isEmpty();
        assertThat(problems(readOnly, "cdn.test")).hasSize(1).first().asString().contains("/run is not writable");
    }

    @Test
    void saysThatTheTargetIsNoLinuxHost() {
        Shell odd = new ViaShell(shell, List.of(), output -> "Password: ");
        assertThat(problems(odd, "cdn.test")).hasSize(1).first().asString().contains("does not answer as a Linux host");
        assertThat(shell.run(ShellCommand.program("true")).succeeded()).isTrue();
    }
}
