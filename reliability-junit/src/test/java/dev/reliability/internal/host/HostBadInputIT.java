package dev.reliability.internal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.internal.linux.NeedsNamespaces;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.linux.Reach;
import dev.reliability.internal.plan.Planner;
import dev.reliability.spi.ShellCommand;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be done on a host is said before anything is changed there, all of it at once. */
@Timeout(120)
@NeedsNamespaces
class HostBadInputIT {

    @TempDir
    private static Path directory;

    private static Lab lab;

    @BeforeAll
    static void lay() {
        lab = new Lab(directory);
        lab.hosts(
                Net.PEER + " db.example",
                "127.0.0.9 loop.example",
                "198.18.78.2 controller.example",
                Net.OTHER + " other.example");
    }

    @AfterAll
    static void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void nothingWasDone() {
        assertThat(lab.left()).isEmpty();
        assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.CONNECTED);
    }

    private static List<String> problems(ExperimentBuilder experiment) {
        try {
            Planner.plan(experiment.build());
            return List.of();
        } catch (InvalidPlanException e) {
            return e.problems();
        }
    }

    private static List<String> problems(String way, FaultSpec... faults) {
        ExperimentBuilder experiment = lab.experiment(way);
        for (FaultSpec fault : faults) {
            experiment.attack(fault);
        }
        return problems(experiment);
    }

    private static FaultSpec peer() {
        return FaultSpec.blackhole("blue").list("addresses", List.of(Net.PEER));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        String marker = "/tmp/" + directory.getFileName() + "-injected";
        assertThat(problems(
                        "ssh",
                        FaultSpec.blackhole(
                                        "blue",
                                        "missing.example",
                                        "loop.example",
                                        "controller.example",
                                        "$(touch " + marker + ")",
                                        "a;touch " + marker)
                                .list("addresses", List.of("10.0.0.300", "198.18.77.2/24", "127.0.0.0/16", "`id`"))
                                .list("ports", List.of("0", "80-70", "22;id"))
                                .text("protocol", "SCTP"),
                        FaultSpec.processKill("blue", "").text("signal", "STOP"),
                        FaultSpec.processKill("blue", "^x").time("repeatEvery", "often"),
                        FaultSpec.cpu("blue", 4096, 100),
                        FaultSpec.shutdown("blue"),
                        FaultSpec.of("latency", "blue")))
                .extracting(problem -> problem.replaceFirst(
                        "^attack ([a-z ]+)\\((target|hosts|addresses|ports|protocol)\\): ", "$1: "))
                .containsExactlyInAnyOrder(
                        "blackhole: protocol must be one of ALL, TCP, UDP, ICMP, got \"SCTP\"",
                        "blackhole: '$(touch " + marker + ")' is not a host name",
                        "blackhole: 'a;touch " + marker + "' is not a host name",
                        "blackhole: '10.0.0.300' is neither an IP address nor a CIDR block",
                        "blackhole: '198.18.77.2/24' is not a CIDR block: bits are set behind its prefix; did you mean"
                                + " 198.18.77.0/24?",
                        "blackhole: '`id`' is neither an IP address nor a CIDR block",
                        "blackhole: '0' is neither a port nor a range such as 8000-8100",
                        "blackhole: '80-70' is neither a port nor a range such as 8000-8100",
                        "blackhole: '22;id' is neither a port nor a range such as 8000-8100",
                        "blackhole: host 'missing.example' does not resolve on the target",
                        "blackhole: host 'loop.example' resolves to 127.0.0.9, which is loopback: it is never cut",
                        "blackhole: host 'controller.example' resolves to 198.18.78.2, which is the controller of this test:"
                                + " it is never cut",
                        "blackhole: the addresses hold 127.0.0.0/16, which is loopback: it is never cut",
                        "process kill: a host is not a process: name the processes by a pattern of their command line"
                                + " (process = …)",
                        "process kill: signal STOP needs somebody alive to take it back, so hosts do not have it: use a"
                                + " blackhole or KILL",
                        "attack process kill(repeatEvery): \"often\" is not a duration: write 250ms, 3s, 4m, 1h or ISO-8601",
                        "cpu load: cores = 4096, but ssh://root@198.18.78.1:22 has only "
                                + Runtime.getRuntime().availableProcessors(),
                        "shutdown: blue would stay down, since nothing says how it is started again: add"
                                + " \"target.blue.start = COMMAND\" (run on this machine) to the profile, or use reboot ="
                                + " true",
                        "latency: a host cannot have a latency, since it could not be proven there: put a link in between"
                                + " (ManagedProcess.link) or a Toxiproxy proxy, and aim the latency at that");
        assertThat(Path.of(marker)).doesNotExist();
        assertThat(lab.inside.run(ShellCommand.program("test", "-e", marker)).succeeded())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"^loop.example", "^other.example"})
    void whatIsSparedIsNoReasonToRefuse(String spared) {
        assertThat(problems("ssh", FaultSpec.blackhole("blue", "db.example", spared)))
                .isEmpty();
    }

    @Test
    void nothingSelectedOrNothingLeft() {
        assertThat(problems("ssh", FaultSpec.blackhole("blue")))
                .singleElement()
                .asString()
                .endsWith("nothing is selected: name hosts, addresses, ports or a protocol");
        assertThat(problems("ssh", FaultSpec.blackhole("blue", "db.example", "^db.example")))
                .singleElement()
                .asString()
                .contains("nothing is left");
    }

    @Test
    void aHostThatThereIsNoWayTo() {
        assertThat(problems(lab.experiment("ssh")
                        .target("blue", "ssh://root@198.18.78.1:23")
                        .attack(peer())))
                .singleElement()
                .asString()
                .contains("cannot connect to ssh://root@198.18.78.1:23");
        assertThat(problems(lab.experiment("ssh")
                        .property(
                                "reliability.ssh.config",
                                lab.host.configuration("stranger").toString())
                        .attack(peer())))
                .singleElement()
                .asString()
                .contains("refuses the login");
        assertThat(problems(lab.experiment("netns")
                        .target("blue", "netns:rlt-nowhere")
                        .attack(peer())))
                .singleElement()
                .asString()
                .contains("there is no network namespace rlt-nowhere");
        for (String address :
                List.of("ssh://root@-oProxyCommand=id", "ssh://$(id)@host", "netns:../etc", "host:other")) {
            assertThat(problems(lab.experiment("ssh").target("blue", address).attack(peer())))
                    .as(address)
                    .hasSize(1);
        }
    }

    @Test
    void aKeyThatIsNotTheOneOnRecord() throws Exception {
        // a configuration of its own, so that no connection is open that the key was checked for
        Path other = directory.resolve("config-fresh");
        java.nio.file.Files.copy(lab.host.configuration("user"), other);
        lab.host.knownKey("stranger.pub");
        try {
            assertThat(problems(lab.experiment("ssh")
                            .property("reliability.ssh.config", other.toString())
                            .attack(peer())))
                    .singleElement()
                    .asString()
                    .contains("is not the one on record", "ssh-keygen -R 198.18.78.1");
        } finally {
            lab.host.knownKey("host.pub");
        }
    }

    @Test
    void theMachineThatTheTestsRunOnIsNeverShutDown() {
        for (String address : List.of("host:local", "netns:" + lab.net.peer)) {
            assertThat(problems(lab.experiment("ssh")
                            .target("blue", address)
                            .attack(FaultSpec.shutdown("blue").flag("reboot", true))))
                    .singleElement()
                    .asString()
                    .contains("is the machine that the tests run on, or shares its processes: it is never shut down");
        }
    }

    @Test
    void aProcessThatDoesNotRun() {
        assertThat(problems("ssh", FaultSpec.processKill("blue", "no such process [0-9]+")))
                .singleElement()
                .asString()
                .endsWith("no process of blue has a command line that matches \"no such process [0-9]+\"");
        assertThat(problems("ssh", FaultSpec.processKill("blue", "broken [")))
                .singleElement()
                .asString()
                .endsWith("is not an extended regular expression");
    }

    @Test
    void faultsThatCannotBeInForceTogether() {
        assertThat(problems("ssh", peer(), FaultSpec.shutdown("blue").flag("reboot", true)))
                .singleElement()
                .asString()
                .contains("shutdown of blue cannot be in force together with blackhole of blue");
        assertThat(problems("ssh", FaultSpec.cpu("blue", 1, 10), FaultSpec.cpu("blue", 1, 10)))
                .hasSize(1);
        assertThat(problems("ssh", peer(), FaultSpec.cpu("blue", 1, 10))).isEmpty();
    }

    @Test
    void oneTargetUnderTwoNames() {
        assertThat(problems(lab.experiment("ssh")
                        .target("same", lab.address("netns"))
                        .property("target.same.start", "true")
                        .attack(peer())
                        .attack(FaultSpec.shutdown("same"))))
                .singleElement()
                .asString()
                .contains("cannot be in force together");
    }

    /** Another build, on another machine: it shares no state directory with us. */
    @Test
    void aTargetThatAnotherRunAttacks() throws Exception {
        Process other = Doomed.start(lab, "blackhole", directory.resolve("elsewhere"));
        try {
            BufferedReader lines = other.inputReader();
            Doomed.awaitLine(lines, "ARMED");
            assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.SILENT);
            for (FaultSpec fault : List.of(peer(), FaultSpec.cpu("blue", 1, 10))) {
                assertThatThrownBy(() -> lab.experiment("netns").attack(fault).run(() -> {}))
                        .isInstanceOf(InvalidPlanException.class)
                        .hasMessageMatching("(?s).*blue is under attack by another run \\(.*, process " + other.pid()
                                + ", run [0-9a-f]+\\) until .*; if that run is dead, end its attack with:"
                                + " \\S+ sweep --target netns:.*");
            }
        } finally {
            other.destroyForcibly();
        }
        // the one whose controller is dead is waited for
        assertThat(problems("ssh", peer())).isEmpty();
    }
}
