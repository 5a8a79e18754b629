package dev.reliability.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.spi.Protocol;
import dev.reliability.spi.Shell;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network fault bites what it should, spares the rest, and is gone afterwards. */
@NeedsNamespaces
class NetworkFaultIT {

    private static final int PORT = 7007;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static Net net;
    private static Shell shell;

    @BeforeAll
    static void lay() {
        net = new Net();
        shell = new NetnsShell(net.host);
        Traffic.echo(net, net.peer, PORT);
        Traffic.echo(net, net.peer, PORT + 1);
        Traffic.echo(net, net.host, PORT);
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

    static String newId() {
        return "%08x".formatted(ThreadLocalRandom.current().nextInt());
    }

    static GivenSpec blackhole(String... addresses) {
        return GivenSpec.of(Kind.BLACKHOLE).withAddresses(List.of(addresses));
    }

    static Lease arm(Shell target, GivenSpec spec) {
        NetworkPlan plan = spec.planFor(target);
        assertThat(plan.problems()).isEmpty();
        return NetworkFault.arm(plan, newId(), "test");
    }

    private static Reach reach(String address, int port) {
        return Reach.of(shell, address, port, SHORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {Net.PEER, Net.PEER6})
    void cutsNewConnectionsToTheAddressAndNoOther(String address) {
        Lease fault = arm(shell, blackhole(address));

        assertThat(reach(address, PORT)).isEqualTo(Reach.SILENT);
        assertThat(reach(Net.OTHER, PORT)).isEqualTo(Reach.CONNECTED);
        assertThat(reach(Net.OTHER6, PORT)).isEqualTo(Reach.CONNECTED);
        assertThat(fault.hits().packets()).containsOnlyKeys(address);
        assertThat(fault.hits().total()).isPositive();
        assertThat(fault.lost()).isEmpty();
        assertThat(fault.revert()).isEmpty();
        assertThat(reach(address, PORT)).isEqualTo(Reach.CONNECTED);
        assertThat(fault.revert()).as("reverting twice").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {Net.PEER, Net.PEER6})
    void stallsEstablishedConnectionsAndLetsThemGoOnAfterwards(String address) {
        try (Traffic traffic = Traffic.tcp(net, net.host, address, PORT)) {
            await().until(() -> traffic.lastGood() != 0);
            Lease fault = arm(shell, blackhole(address));
            long armed = System.nanoTime();
            await().until(() -> fault.hits().total() > 2);
            assertThat(traffic.flowsSince(armed)).isFalse();
            assertThat(fault.revert()).isEmpty();
            await().until(() -> traffic.flowsSince(armed));
        }
    }

    @Test
    void cutsConnectionsThatThePeerOpens() {
        Shell peer = new NetnsShell(net.peer);
        Lease fault = arm(shell, blackhole(Net.PEER));
        // the peer's own address on the link is the first one, which is attacked
        assertThat(Reach.of(peer, Net.HOST, PORT, SHORT)).isEqualTo(Reach.SILENT);
        assertThat(fault.revert()).isEmpty();
        assertThat(Reach.of(peer, Net.HOST, PORT, SHORT)).isEqualTo(Reach.CONNECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {Net.PEER, Net.PEER6})
    void cutsForwardedTraffic(String address) {
        Shell container = new NetnsShell(net.container);
        assertThat(Reach.of(container, address, PORT, SHORT)).isEqualTo(Reach.CONNECTED);
        Lease fault = arm(shell, blackhole(address));
        assertThat(Reach.of(container, address, PORT, SHORT)).isEqualTo(Reach.SILENT);
        assertThat(Reach.of(container, Net.OTHER, PORT, SHORT)).isEqualTo(Reach.CONNECTED);
        assertThat(fault.hits().packets()).containsOnlyKeys(address);
        assertThat(fault.revert()).isEmpty();
        assertThat(Reach.of(container, address, PORT, SHORT)).isEqualTo(Reach.CONNECTED);
    }

    /** Connections fail if either direction is cut; here each is watched by itself, where packets would arrive. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void letsNoPacketThroughInAnyDirection(boolean v4) {
        String ours = v4 ? "198.18.77.1" : "fd77::1";
        String box = v4 ? "198.18.78.2" : "fd78::2";
        String theirs = v4 ? Net.PEER : Net.PEER6;
        watch(net.peer, v4, ours, box);
        watch(net.host, v4, theirs);
        watch(net.container, v4, theirs);
        Runnable sendAll = () -> {
            Net.in(net.host, "bash", "-c", "echo x >/dev/udp/%s/9 || :".formatted(theirs));
            Net.in(net.container, "bash", "-c", "echo x >/dev/udp/%s/9 || :".formatted(theirs));
            Net.in(net.peer, "bash", "-c", "echo x >/dev/udp/%s/9".formatted(ours));
            Net.in(net.peer, "bash", "-c", "echo x >/dev/udp/%s/9".formatted(box));
        };
        sendAll.run();
        await().until(() -> seen(net.peer) == 2 && seen(net.host) == 1 && seen(net.container) == 1);

        Lease fault = arm(shell, blackhole(theirs));
        sendAll.run();
        await().until(() -> fault.hits().total() >= 4);
        assertThat(seen(net.peer)).as("from the host and from behind it").isEqualTo(2);
        assertThat(seen(net.host)).as("to the host").isEqualTo(1);
        assertThat(seen(net.container)).as("to what is behind the host").isEqualTo(1);
        assertThat(fault.revert()).isEmpty();
        for (String namespace : List.of(net.peer, net.host, net.container)) {
            Net.in(namespace, "nft", "delete", "table", "inet", "watch");
        }
    }

    private static void watch(String namespace, boolean v4, String... sources) {
        Net.in(
                namespace,
                "nft",
                "add table inet watch; add counter inet watch seen;"
                        + " add chain inet watch c { type filter hook input priority 0; };"
                        + " add rule inet watch c %s saddr { %s } udp dport 9 counter name seen"
                                .formatted(v4 ? "ip" : "ip6", String.join(", ", sources)));
    }

    private static int seen(String namespace) {
        String text = Net.in(namespace, "nft", "list", "counter", "inet", "watch", "seen");
        return Integer.parseInt(text.replaceAll("(?s).*packets (\\d+) .*", "$1"));
    }

    /** Nobody is left on the target to look at a clock, and the lease is long: only the rules themselves can end it. */
    @Test
    void endsAtTheDeclaredEndByTheRulesAlone() {
        Lease fault = arm(
                shell,
                blackhole(Net.PEER).withTimes(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(3)));
        assertThat(reach(Net.PEER, PORT)).isEqualTo(Reach.SILENT);
        Leftovers.find(shell, fault.id()).stream()
                .filter(line -> line.startsWith("process "))
                .forEach(line -> Net.run("kill", "-STOP", line.split(" ", -1)[1]));
        await().until(() -> reach(Net.PEER, PORT) == Reach.CONNECTED);
        assertThat(Leftovers.find(shell)).anyMatch(line -> line.contains("table inet rl_" + fault.id()));
        assertThat(Leftovers.end(shell, fault.id())).isEmpty();
        fault.close();
    }

    @Test
    void cutsBlocksButNotWhatIsExcludedFromThem() {
        Lease fault =
                arm(shell, blackhole("198.18.77.0/24", "fd77::/64", "198.18.77.0/28", "^" + Net.OTHER, "^fd77::3/128"));
        assertThat(reach(Net.PEER, PORT)).isEqualTo(Reach.SILENT);
        assertThat(reach(Net.PEER6, PORT)).isEqualTo(Reach.SILENT);
        assertThat(reach(Net.OTHER, PORT)).isEqualTo(Reach.CONNECTED);
        assertThat(reach(Net.OTHER6, PORT)).isEqualTo(Reach.CONNECTED);
        assertThat(fault.hits().packets()).containsOnlyKeys("198.18.77.0/24", "fd77::/64");
        assertThat(fault.revert()).isEmpty();
    }

    @Test
    void cutsEverythingThatIsNotExcludedWhenOnlyExclusionsAreGiven() {
        Lease fault = arm(shell, blackhole("^" + Net.OTHER));
        assertThat(reach(Net.PEER, PORT)).isEqualTo(Reach.SILENT);
        assertThat(reach(Net.PEER6, PORT)).isEqualTo(Reach.SILENT);
        assertThat(reach(Net.OTHER, PORT)).isEqualTo(Reach.CONNECTED);
        assertThat(reach("127.0.0.1", PORT)).isEqualTo(Reach.CONNECTED);
        assertThat(fault.revert()).isEmpty();
        assertThat(reach(Net.PEER6, PORT)).isEqualTo(Reach.CONNECTED);
    }

    @Test
    void cutsOnlyThePortsAndTheProtocolNamed() {
        Lease fault = arm(shell, blackhole(Net.PEER).withPorts(Protocol.TCP, "7000-7007"));
        assertThat(reach(Net.PEER, PORT)).isEqualTo(Reach.SILENT);
        assertThat(reach(Net.PEER, PORT + 1)).isEqualTo(Reach.CONNECTED);
        try (Traffic traffic = Traffic.udp(net, net.host, Net.PEER, PORT)) {
            await().until(() -> traffic.lastGood() != 0);
        }
        assertThat(fault.revert()).isEmpty();

        Lease allButOne = arm(shell, blackhole(Net.PEER).withPorts(Protocol.ALL, "^7008"));
        assertThat(reach(Net.PEER, PORT)).isEqualTo(Reach.SILENT);
        assertThat(reach(Net.PEER, PORT + 1)).isEqualTo(Reach.CONNECTED);
        assertThat(allButOne.revert()).isEmpty();
    }

    @Test
    void losesTheShareOfPacketsAskedFor() {
        try (Traffic traffic = Traffic.udp(net, net.host, Net.PEER, PORT)) {
            await().until(() -> traffic.lastGood() != 0);
            Lease fault = arm(
                    shell,
                    GivenSpec.of(Kind.LOSS).withAddresses(List.of(Net.PEER)).withPercent(30));
            long armed = System.nanoTime();
            await().until(() -> fault.hits().total() > 600);
            long dropped = fault.hits().total();
            long sent = (System.nanoTime() - armed) / 1_000_000;
            assertThat(fault.revert()).isEmpty();
            assertThat(dropped / (double) sent).isBetween(0.2, 0.4);
        }
    }

    @Test
    void leavesTablesOfOthersAsTheyAre() {
        Net.in(
                net.host,
                "nft",
                "add table inet rls_theirs { chain c { type filter hook output priority 0; ip daddr 10.9.9.9 counter"
                        + " drop; }; }");
        String before = Net.in(net.host, "nft", "list", "ruleset");
        Lease fault = arm(shell, blackhole(Net.PEER));
        assertThat(Net.run("ip", "netns", "exec", net.host, "nft", "delete", "table", "inet", "rl_" + fault.id())
                        .exit())
                .as("deleting a table that another process owns")
                .isNotZero();
        Net.in(net.host, "nft", "list", "ruleset");
        assertThat(fault.revert()).isEmpty();
        assertThat(Net.in(net.host, "nft", "list", "ruleset")).isEqualTo(before);
        Net.in(net.host, "nft", "delete", "table", "inet", "rls_theirs");
    }

    @Test
    void lasts() {
        GivenSpec spec =
                blackhole(Net.PEER).withTimes(Duration.ofSeconds(30), Duration.ofMillis(600), Duration.ofSeconds(3));
        try (Traffic traffic = Traffic.udp(net, net.host, Net.PEER, PORT)) {
            await().until(() -> traffic.lastGood() != 0);
            Lease fault = arm(shell, spec);
            long armed = System.nanoTime();
            await().until(() -> fault.hits().total() > 2500);
            assertThat(traffic.flowsSince(armed)).isFalse();
            assertThat(fault.revert()).isEmpty();
            await().until(() -> traffic.flowsSince(armed));
            assertThat(traffic.gaps()).hasSize(1);
        }
    }

    @Test
    void endsAtTheDeclaredEndEvenWhileHeartbeatsGoOn() {
        Lease fault = arm(
                shell,
                blackhole(Net.PEER).withTimes(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(3)));
        await().until(() -> reach(Net.PEER, PORT) == Reach.CONNECTED);
        await().until(() -> fault.lost().isPresent());
        assertThat(fault.lost()).hasValueSatisfying(why -> assertThat(why).contains("declared end"));
        assertThat(fault.revert()).isEmpty();
    }

    @Test
    void refusesATargetThatAnotherRunAttacks() {
        Lease fault = arm(shell, blackhole(Net.PEER));
        NetworkPlan second = blackhole(Net.OTHER).planFor(shell);
        assertThatThrownBy(() -> NetworkFault.arm(second, newId(), "someone else"))
                .isInstanceOf(LinuxFaultException.class)
                .hasMessageContaining("busy: test attacks this target until");
        Lease ours = NetworkFault.arm(second, newId(), "test");
        assertThat(reach(Net.OTHER, PORT)).isEqualTo(Reach.SILENT);
        assertThat(fault.revert()).isEmpty();
        assertThatThrownBy(() -> NetworkFault.arm(second, newId(), "someone else"))
                .hasMessageContaining("busy");
        assertThat(ours.revert()).isEmpty();
    }
}
