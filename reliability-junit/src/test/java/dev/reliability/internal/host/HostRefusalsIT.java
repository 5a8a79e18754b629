package dev.reliability.internal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.reliability.internal.linux.NeedsNamespaces;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.linux.Reach;
import dev.reliability.junit.BlackholeAttack;
import dev.reliability.junit.InvalidExperimentException;
import dev.reliability.junit.ProcessKillAttack;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What stands against an attack on a host is an error of the annotated test, before anything is changed on the host. */
@Timeout(120)
@NeedsNamespaces
class HostRefusalsIT {

    @TempDir
    private static Path directory;

    private static Lab lab;

    private Changes changes;

    @BeforeAll
    static void lay() {
        lab = new Lab(directory);
        lab.hosts(Net.PEER + " db.example", "127.0.0.9 loop.example", "198.18.78.2 controller.example");
    }

    @AfterAll
    static void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void watch() throws IOException {
        Attacked.BODIES.set(0);
        changes = new Changes(lab, Files.createTempFile(directory, "changes", ""));
    }

    @AfterEach
    void unwatch() {
        changes.close();
        assertThat(lab.left()).isEmpty();
        assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.CONNECTED);
    }

    /** Runs the test of that name; returns what it threw. */
    private static Optional<Throwable> run(String test, Map<String, String> parameters) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Attacked.class, test))
                .configurationParameter(
                        "reliability.state", directory.resolve("state").toString())
                .configurationParameter(
                        "reliability.reports", directory.resolve("reports").toString())
                .configurationParameter("reliability.lease", "2s")
                .configurationParameter(
                        "reliability.ssh.config",
                        parameters.getOrDefault(
                                "config", lab.host.configuration("user").toString()))
                .configurationParameters(parameters)
                .execute()
                .testEvents()
                .finished()
                .stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable();
    }

    private String refusal(String test, Map<String, String> parameters) throws IOException {
        Throwable thrown = run(test, parameters).orElseThrow(() -> new AssertionError("it was not refused"));
        assertThat(thrown).isInstanceOf(InvalidExperimentException.class);
        assertThat(thrown.getMessage()).endsWith("No fault was injected.");
        assertThat(Attacked.BODIES).as("bodies that ran").hasValue(0);
        assertThat(changes.ofTheFilter()).isEmpty();
        assertThat(changes.ofFiles()).isEmpty();
        return thrown.getMessage();
    }

    private String refusal(String way, String... parameters) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("blue", lab.address(way));
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        return refusal("cutOff", all);
    }

    private static void inside(String script, String... arguments) {
        ShellResult result = lab.inside.run(ShellCommand.script(script).withArguments(arguments));
        assertThat(result.succeeded()).as(result.errors()).isTrue();
    }

    /** Shows that the tests below would see a change, and that a name is only a name. */
    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void whatNothingStandsAgainstIsDone(String way) throws IOException {
        Path marker = marker();
        assertThat(run("cutOff", Map.of("blue", lab.address(way), "name", "$(touch " + marker + ")'`;")))
                .isEmpty();
        assertThat(Attacked.BODIES).hasValue(1);
        assertThat(changes.ofTheFilter()).anyMatch(line -> line.startsWith("add table inet rl_"));
        assertThat(marker).doesNotExist();
        assertThat(changes.ofFiles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "missing.example, host 'missing.example' does not resolve on the target",
        "loop.example, 'host ''loop.example'' resolves to 127.0.0.9, which is loopback: it is never cut'",
        "controller.example, 'host ''controller.example'' resolves to 198.18.78.2, which is the controller of this test'"
    })
    void aHostThatCannotBeCut(String host, String reason) throws IOException {
        assertThat(refusal("ssh", "hosts", host)).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.300, is neither an IP address nor a CIDR block",
        "198.18.77.0/33, is not a CIDR block: its prefix is longer than 32 bits",
        "198.18.77.2/24, 'is not a CIDR block: bits are set behind its prefix; did you mean 198.18.77.0/24?'",
        "127.0.0.0/16, which is loopback: it is never cut"
    })
    void anAddressThatCannotBeCut(String address, String reason) throws IOException {
        assertThat(refusal("ssh", "addresses", address)).contains(address, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "cutOff, hosts, a;touch MARKER, is not a host name",
        "cutOff, hosts, $(touch MARKER), is not a host name",
        "cutOff, addresses, `touch MARKER`, is neither an IP address nor a CIDR block",
        "cutOff, ports, 22;touch MARKER, is neither a port nor a range",
        "cutOff, blue, ssh://$(touch MARKER)@198.18.78.1, $(touch MARKER)",
        "cutOff, blue, ssh://root@-oProxyCommand=touch MARKER, -oProxyCommand=touch MARKER",
        "cutOff, blue, netns:x;touch MARKER, not the name of a network namespace",
        "kill, pattern, x';touch MARKER;', no process of ",
        "kill, pattern, $(touch MARKER), no process of "
    })
    void whatAShellWouldRun(String test, String parameter, String text, String reason) throws IOException {
        Path marker = marker();
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("blue", lab.address("ssh")));
        parameters.put(parameter, text.replace("MARKER", marker.toString()));
        assertThat(refusal(test, parameters)).contains(reason.replace("MARKER", marker.toString()));
        assertThat(marker).doesNotExist();
    }

    private static Path marker() {
        return directory.resolve("injected");
    }

    @Test
    void aUserWithoutRights() throws IOException {
        assertThat(refusal("ssh", "blue", "ssh://guest@198.18.78.1:22"))
                .contains("the login is not root and has no passwordless sudo", "CAP_NET_ADMIN");
    }

    @Test
    void aKeyThatIsNotTheOneOnRecord() throws IOException {
        Path config = Files.copy(lab.host.configuration("user"), directory.resolve("config-other"));
        lab.host.knownKey("stranger.pub");
        try {
            assertThat(refusal("ssh", "config", config.toString()))
                    .contains("is not the one on record", "ssh-keygen -R 198.18.78.1");
        } finally {
            lab.host.knownKey("host.pub");
        }
    }

    @Test
    void noRoute() throws IOException {
        assertThat(refusal("ssh", "blue", "ssh://root@10.79.0.1:22"))
                .contains("cannot connect to ssh://root@10.79.0.1:22");
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void aHostWithoutNft(String way) throws IOException {
        inside("mkdir /run/keep && mount --bind /usr/sbin /run/keep && mount -t tmpfs tmpfs /usr/sbin"
                + " && cp /run/keep/sshd /usr/sbin");
        changes.expectFilesAsTheyAre();
        try {
            assertThat(refusal(way)).contains("has no nft; install the package nftables");
        } finally {
            inside("umount /usr/sbin && umount /run/keep && rmdir /run/keep");
        }
    }

    /** A bash in the place of the host's, which tells a time of five minutes ago; below level 2 sshd's would not read BASH_ENV. */
    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void aClockThatIsMinutesOff(String way) throws IOException {
        inside(
                """
                bash=$(readlink -f "$(command -v bash)")
                touch /run/bash && mount --bind "$bash" /run/bash
                printf '%s\\n' 'now=$EPOCHREALTIME; unset EPOCHREALTIME EPOCHSECONDS' \\
                    'EPOCHSECONDS=$((${now%.*} - 300)) EPOCHREALTIME=$((${now%.*} - 300)).${now#*.}' >/run/late
                printf '%s\\n' '#!/bin/dash' 'SHLVL=2 BASH_ENV=/run/late exec /run/bash "$@"' >/run/wrapper
                chmod 755 /run/wrapper && mount --bind /run/wrapper "$bash"
                """);
        changes.expectFilesAsTheyAre();
        try {
            assertThat(refusal(way))
                    .containsPattern("the clock of \\S+ is off by -(29\\d|30\\d) s; at most 30 s are allowed");
        } finally {
            inside(
                    "umount -l \"$(readlink -f \"$(command -v bash)\")\" /run/bash && rm /run/bash /run/late /run/wrapper");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void aFullDisk(String way) throws IOException {
        inside("! head -c 2000000 /dev/zero >/run/filler");
        changes.expectFilesAsTheyAre();
        try {
            assertThat(refusal(way)).contains("no mark can be set, so nothing is done: no space left on /run");
        } finally {
            inside("rm /run/filler");
        }
    }

    /** Of another build, that shares nothing with us but the target. */
    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void aSecondAttackOnTheSameTarget(String way) throws IOException {
        Process other = Doomed.start(lab, "blackhole", directory.resolve("elsewhere"));
        try {
            Doomed.awaitLine(other.inputReader(), "ARMED");
            Throwable thrown = run("cutOff", Map.of("blue", lab.address(way))).orElseThrow();
            assertThat(thrown)
                    .isInstanceOf(InvalidExperimentException.class)
                    .hasMessageMatching("(?s).* is under attack by another run \\(.*, process " + other.pid()
                            + ", run [0-9a-f]+\\) until .* at the latest; if that run is dead, end its attack with:"
                            + " \\S+ sweep --target .*No fault was injected\\.");
            assertThat(Attacked.BODIES).hasValue(0);
            assertThat(changes.ofTheFilter().stream().filter(line -> line.startsWith("add table")))
                    .as("tables, that of the other run included")
                    .hasSize(1);
            assertThat(lab.reach(Net.PEER, Lab.PORT)).as("the other's attack").isEqualTo(Reach.SILENT);
        } finally {
            other.destroyForcibly();
        }
        await().until(() -> lab.left().isEmpty());
    }

    static class Attacked {

        static final AtomicInteger BODIES = new AtomicInteger();

        @Test
        @BlackholeAttack(
                target = "${blue}",
                hosts = "${hosts:db.example}",
                addresses = "${addresses:198.18.77.2}",
                ports = "${ports:7007}",
                duration = "1s",
                name = "${name:}")
        void cutOff() {
            BODIES.incrementAndGet();
            lab.reach(Net.PEER, Lab.PORT);
        }

        @Test
        @ProcessKillAttack(target = "${blue}", process = "${pattern}", duration = "1s")
        void kill() {
            BODIES.incrementAndGet();
        }
    }
}
