package dev.reliability.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.shell.LocalShell;
import dev.reliability.internal.shell.NetnsShell;
import dev.reliability.internal.shell.SshAddress;
import dev.reliability.internal.shell.SshShell;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellException.Reason;
import dev.reliability.spi.ShellResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host behind a real SSH server, in PID, mount and network namespaces of its own. */
@NeedsNamespaces
class SshHostIT {

    private static final int PORT = 7007;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static Net net;
    private static SshHost host;
    private static SshShell shell;
    private static HostFacts local;

    @BeforeAll
    static void lay() {
        net = new Net();
        host = new SshHost(net);
        shell = host.shell();
        local = HostFacts.of(new LocalShell(), List.of());
        Traffic.echo(net, net.peer, PORT);
    }

    @AfterAll
    static void clear() {
        if (net != null) {
            shell.close();
            host.close();
            net.close();
        }
    }

    private static Order order(Duration duration) {
        return new Order(NetworkFaultIT.newId(), "test", duration, Duration.ofSeconds(1));
    }

    private static List<String> left() {
        return Leftovers.find(shell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's; $(id) `id` \\ \"x\" ${y} !z", "line\nbreak 漢字", "", "-n"})
    void handsWordsThroughTheLoginShellUnchanged(String word) {
        ShellResult result = shell.run(ShellCommand.script("printf '[%s]' \"$1\" \"$2\"; cat; exit 3")
                .withArguments(word, "end")
                .withInput("in"));
        assertThat(result).isEqualTo(new ShellResult(3, "[" + word + "][end]in", ""));
    }

    @Test
    void namesWhyThereIsNoWayIn() {
        host.knownKey("stranger.pub");
        try (SshShell other = host.shell()) {
            assertRefused(other, Reason.HOST_KEY, "ssh-keygen -R 198.18.78.1");
        } finally {
            host.knownKey("host.pub");
        }
        try (SshShell stranger = host.shell("stranger")) {
            assertRefused(stranger, Reason.LOGIN_REFUSED, "refuses the login");
        }
        try (SshShell closed =
                new SshShell(SshAddress.parse("ssh://root@198.18.78.1:23"), host.configuration("user"))) {
            assertRefused(closed, Reason.UNREACHABLE, "cannot connect to ssh://root@198.18.78.1:23");
        }
    }

    private static void assertRefused(Shell target, Reason reason, String text) {
        assertThatThrownBy(() -> target.run(ShellCommand.program("true")))
                .isInstanceOfSatisfying(
                        ShellException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(text);
        assertThat(NetworkFaultIT.blackhole(Net.PEER).planFor(target).problems())
                .hasSize(1);
    }

    @Test
    void connectsAnewAfterTheConnectionBroke() {
        assertThat(shell.run(ShellCommand.program("true")).succeeded()).isTrue();
        long first = shell.connectionPid();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await().until(() -> shell.connectionPid() == 0);
        assertThat(shell.run(ShellCommand.program("true")).succeeded()).isTrue();
        assertThat(shell.connectionPid()).isNotZero().isNotEqualTo(first);
    }

    @Test
    void cutsEverythingButTheWayIn() {
        Lease fault = NetworkFaultIT.arm(shell, NetworkFaultIT.blackhole("^192.0.2.1"));
        Shell inside = new NetnsShell(net.host);
        assertThat(Reach.of(shell, Net.PEER, PORT, SHORT)).isEqualTo(Reach.SILENT);
        assertThat(Reach.of(inside, Net.PEER6, PORT, SHORT)).isEqualTo(Reach.SILENT);
        assertThat(fault.lost()).isEmpty();
        try (SshShell another = host.shell()) {
            assertThat(another.run(ShellCommand.program("true")).succeeded()).isTrue();
        }
        assertThat(fault.revert()).isEmpty();
        assertThat(Reach.of(shell, Net.PEER, PORT, SHORT)).isEqualTo(Reach.CONNECTED);
        assertThat(left()).isEmpty();
    }

    @Test
    void killsOnlyTheProcessesThatMatch() {
        Process victim = sleeper("4242.5");
        Process other = sleeper("4343.5");
        Process elsewhere = net.start(net.peer, List.of("sleep", "4242.5"));

        assertThat(ProcessKill.matches(shell, NetworkFaultIT.newId(), "^sleep 4242\\.5$"))
                .hasSize(1);
        assertThat(victim.isAlive()).isTrue();
        Lease fault =
                ProcessKill.strike(shell, order(Duration.ofSeconds(30)), "^sleep 4242\\.5$", "KILL", Duration.ZERO);
        await().until(() -> !victim.isAlive());
        assertThat(ProcessKill.struck(fault)).singleElement().asString().endsWith("sleep 4242.5");
        assertThat(fault.hits().total()).isEqualTo(1);
        assertThat(fault.revert()).isEmpty();
        assertThat(other.isAlive()).isTrue();
        assertThat(elsewhere.isAlive()).as("in another namespace").isTrue();

        assertThatThrownBy(() ->
                        ProcessKill.strike(shell, order(Duration.ofSeconds(9)), "^sleep 4242", "KILL", Duration.ZERO))
                .hasMessageContaining("no process of the target matches '^sleep 4242'");
        assertThatThrownBy(() -> ProcessKill.matches(shell, NetworkFaultIT.newId(), "sleep ["))
                .hasMessageContaining("is not an extended regular expression");
        assertThat(ProcessKill.matches(shell, NetworkFaultIT.newId(), "."))
                .as("never its own shells, nor PID 1")
                .noneMatch(line -> line.contains("rl-agent") || line.startsWith("1/"));
        assertThat(left()).isEmpty();
    }

    @Test
    void killsAgainWhatComesBack() {
        sleeper("4444.5");
        Lease fault =
                ProcessKill.strike(shell, order(Duration.ofSeconds(30)), "^sleep 4444", "TERM", Duration.ofMillis(100));
        Process again = start("4444.6");
        await().until(() -> !again.isAlive());
        assertThat(fault.hits().packets()).hasSize(2);
        assertThat(fault.revert()).isEmpty();
        assertThat(left()).isEmpty();
    }

    /** Starts a process beside the host's init; the process handle here ends with it. */
    private static Process start(String seconds) {
        return net.start(
                net.host,
                List.of(
                        "nsenter",
                        "--target",
                        Long.toString(host.initPid()),
                        "--net",
                        "--pid",
                        "--mount",
                        "--",
                        "sleep",
                        seconds));
    }

    private static Process sleeper(String seconds) {
        Process process = start(seconds);
        await().until(() -> shell.run(ShellCommand.program("pgrep", "-fx", "sleep " + seconds))
                .succeeded());
        return process;
    }

    @ParameterizedTest
    @CsvSource({"true, 100", "false, 100", "false, 30"})
    void burnsProcessorTimeUntilReverted(boolean withTool, int percent) {
        Shell target =
                withTool ? shell : new ViaShell(shell, List.of(), output -> output.replace("tool stress-ng\n", ""));
        HostFacts facts = HostFacts.of(target, List.of());
        assertThat(CpuFault.problems(facts, target.address(), 1, percent)).isEmpty();
        Lease fault = CpuFault.start(target, facts, order(Duration.ofSeconds(30)), 1, percent);
        await().until(() -> fault.hits().total() > 300);
        assertThat(fault.lost()).isEmpty();
        assertThat(fault.revert()).isEmpty();
        assertThat(left()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"KILL, true", "STOP, true", "KILL, false", "STOP, false"})
    void stopsBurningWhenTheAgentIsKilledOrFrozen(String signal, boolean withTool) {
        Shell target =
                withTool ? shell : new ViaShell(shell, List.of(), output -> output.replace("tool stress-ng\n", ""));
        Lease fault = CpuFault.start(target, HostFacts.of(target, List.of()), order(Duration.ofSeconds(30)), 1, 100);
        await().until(() -> fault.hits().total() > 100);
        String pid = Long.toString(fault.agentPid());
        assertThat(shell.run(ShellCommand.program("kill", "-" + signal, pid)).succeeded())
                .isTrue();
        await().until(() -> left().isEmpty());
        await().until(() -> fault.lost().isPresent());
        fault.close();
    }

    /** The delay leaves time to take it back should the refusal ever be broken. */
    @Test
    void neverShutsDownTheMachineThatTheTestsRunOn() {
        Shell sameProcesses = new NetnsShell(net.peer);
        for (Shell target : List.of(new LocalShell(), sameProcesses)) {
            assertThat(HostShutdown.hitsThisMachine(HostFacts.of(target, List.of()), local))
                    .isTrue();
            assertThatThrownBy(() -> HostShutdown.arm(
                                    target, local, order(Duration.ofHours(1)), false, Duration.ofHours(1))
                            .revert())
                    .isInstanceOf(LinuxFaultException.class)
                    .hasMessageContaining("the machine that the tests run on");
        }
        assertThat(HostShutdown.hitsThisMachine(HostFacts.of(shell, List.of()), local))
                .isFalse();
    }

    /** What a shutdown writes on its way must stay in the host as well. */
    private static void sharesNothingWithTheMachine() {
        ShellCommand places = ShellCommand.program("stat", "-c", "%n %d:%i", "/run", "/var/log");
        List<String> machine = new LocalShell().run(places).output().lines().toList();
        assertThat(shell.run(places).output().lines()).hasSize(2).doesNotContainAnyElementsOf(machine);
    }

    @Test
    void powersTheHostOffAndSeesItComeBack() {
        sharesNothingWithTheMachine();
        assertThat(HostShutdown.hitsThisMachine(HostFacts.of(shell, List.of()), local))
                .isFalse();
        String before = HostFacts.of(shell, List.of()).incarnation();
        Lease early = HostShutdown.arm(shell, local, order(Duration.ofSeconds(60)), false, Duration.ofSeconds(30));
        assertThat(early.revert()).as("taken back during the delay").isEmpty();
        assertThat(HostShutdown.state(shell, before)).isEqualTo(HostState.UP_AS_BEFORE);

        for (boolean reboot : new boolean[] {false, true}) {
            String last = HostFacts.of(shell, List.of()).incarnation();
            Lease fault = HostShutdown.arm(shell, local, order(Duration.ofSeconds(60)), reboot, Duration.ofMillis(200));
            await().until(() -> HostShutdown.begun(fault));
            await().until(() -> !host.up());
            await().until(() -> HostShutdown.state(shell, last) == HostState.DOWN);
            host.boot();
            await().until(() -> HostShutdown.state(shell, last) == HostState.BACK);
            fault.close();
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void doesNotShutDownWithoutItsController() {
        Lease fault = HostShutdown.arm(shell, local, order(Duration.ofSeconds(60)), false, Duration.ofSeconds(2));
        fault.close();
        await().until(() -> left().isEmpty());
        assertThat(HostShutdown.begun(fault)).isFalse();
        assertThat(host.up()).isTrue();
    }
}
