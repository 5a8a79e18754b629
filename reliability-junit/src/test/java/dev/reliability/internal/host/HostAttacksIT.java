package dev.reliability.internal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.linux.NeedsNamespaces;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.linux.Reach;
import dev.reliability.internal.shell.SshShell;
import dev.reliability.spi.Fault;
import dev.reliability.spi.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault on hosts, as experiments ask for it, bites, spares what it is not aimed at, and is gone afterwards. */
@Timeout(120)
@NeedsNamespaces
class HostAttacksIT {

    @TempDir
    private static Path directory;

    private static Lab lab;

    @BeforeAll
    static void lay() {
        lab = new Lab(directory);
    }

    @AfterAll
    static void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(lab.left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void blackholeOfAddresses(String way) throws Exception {
        ExperimentResult result = lab.experiment(way)
                .attack(FaultSpec.blackhole("blue")
                        .list("addresses", List.of(Net.PEER))
                        // our own connection needs its time where others want the processor, too
                        .duration("4s"))
                .run(() -> {
                    assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.SILENT);
                    assertThat(lab.reach(Net.OTHER, Lab.PORT)).isEqualTo(Reach.CONNECTED);
                });
        assertThat(result.faults().get(0).bite())
                .matches("\\d+ packets? of 198\\.18\\.77\\.2 dropped; a connection of our own from the target to"
                        + " 198\\.18\\.77\\.2:443 met silence");
        assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.CONNECTED);
    }

    /** What is left is looked for, not concluded from a revert that was asked for. */
    @Test
    void whatIsStillInForceIsLeft() {
        AtomicReference<Fault> planned = new AtomicReference<>();
        lab.experiment("netns")
                .attack(FaultSpec.blackhole("blue")
                        .list("addresses", List.of(Net.PEER))
                        .plannedBy((target, request) -> {
                            planned.set(target.plan(request));
                            return planned.get();
                        }))
                .evaluate(run -> {
                    assertThat(planned.get().residue()).anyMatch(line -> line.startsWith("table inet rl_"));
                    run.attacks().get(0).revert();
                    assertThat(planned.get().residue()).isEmpty();
                });
    }

    /** Shells read start-up files at each login over SSH, also for a single command, and some of these talk. */
    @Test
    void aTalkativeLoginIsNoHindrance() throws Exception {
        lab.inside.run(ShellCommand.script("printf 'echo Welcome to \"$HOSTNAME\"\\n' >~/.bashrc"));
        try (SshShell shell = lab.host.shell()) {
            assertThat(shell.run(ShellCommand.script("true")).output()).startsWith("Welcome");
            ExperimentResult result = lab.experiment("ssh")
                    .attack(FaultSpec.blackhole("blue")
                            .list("addresses", List.of(Net.PEER))
                            .duration("2s"))
                    .run(() -> assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.SILENT));
            assertThat(result.passed()).isTrue();
        } finally {
            lab.inside.run(ShellCommand.script("rm ~/.bashrc"));
        }
    }

    /** The name gets another address while it is attacked; the first one stays blocked. */
    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void blackholeOfHostNamesFollowsTheirAddresses(String way) throws Exception {
        lab.hosts(Net.PEER + " db.example", Net.PEER6 + " db.example", Net.OTHER6 + " api.example");
        ExperimentResult result = lab.experiment(way)
                .attack(FaultSpec.blackhole("blue", "db.example", "^api.example")
                        .duration("20s"))
                .run(run -> {
                    assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.SILENT);
                    assertThat(lab.reach(Net.PEER6, Lab.PORT)).isEqualTo(Reach.SILENT);
                    assertThat(lab.reach(Net.OTHER, Lab.PORT)).isEqualTo(Reach.CONNECTED);
                    lab.hosts(Net.OTHER + " db.example", Net.OTHER6 + " api.example");
                    await().atMost(Duration.ofSeconds(12)).until(() -> lab.reach(Net.OTHER, Lab.PORT) == Reach.SILENT);
                    assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.SILENT);
                    assertThat(lab.reach(Net.OTHER6, Lab.PORT)).isEqualTo(Reach.CONNECTED);
                    run.attacks().get(0).revert();
                });
        assertThat(result.faults().get(0).bite()).contains("of db.example (" + Net.PEER + ") dropped");
        assertThat(result.faults().get(0).measurements()).containsEntry("coverage db.example", "3 of 3");
        assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.CONNECTED);
        assertThat(lab.reach(Net.OTHER, Lab.PORT)).isEqualTo(Reach.CONNECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void blackholeOfAPort(String way) throws Exception {
        lab.experiment(way)
                .attack(FaultSpec.blackhole("blue")
                        .list("addresses", List.of("198.18.77.0/24"))
                        .list("ports", List.of(String.valueOf(Lab.PORT)))
                        .text("protocol", "TCP")
                        .duration("2s"))
                .run(() -> {
                    assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.SILENT);
                    assertThat(lab.reach(Net.OTHER, Lab.PORT)).isEqualTo(Reach.SILENT);
                    assertThat(lab.reach(Net.PEER, Lab.PORT + 1)).isEqualTo(Reach.CONNECTED);
                });
        assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.CONNECTED);
    }

    @Test
    void aBlackholeThatNothingRanIntoProvesNothing() {
        lab.hosts(Net.PEER + " db.example");
        ExperimentResult result = lab.experiment("ssh")
                .attack(FaultSpec.blackhole("blue", "db.example").duration("1s"))
                .evaluate(() -> {});
        assertThat(result.message())
                .isEqualTo("INCONCLUSIVE: blackhole of blue dropped nothing in 1 s: no traffic went to db.example."
                        + " The test proves nothing. Reverted; nothing left behind.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void packetLoss(String way) throws Exception {
        ExperimentResult result = lab.experiment(way)
                .attack(FaultSpec.of("packet loss", "blue")
                        .list("addresses", List.of(Net.PEER))
                        .text("protocol", "ALL")
                        .percent("percent", "50")
                        .duration("20s"))
                .run(run -> {
                    // fewer than 5 or more than 35 of 40 would be seen once in a million runs
                    assertThat(lab.lostOf(40, Net.PEER)).isBetween(5L, 35L);
                    // what a busy machine loses is not lost again
                    await().untilAsserted(
                                    () -> assertThat(lab.lostOf(20, Net.OTHER)).isZero());
                    run.attacks().get(0).revert();
                });
        assertThat(result.faults().get(0).bite()).contains("of " + Net.PEER + " dropped");
        await().untilAsserted(() -> assertThat(lab.lostOf(20, Net.PEER)).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void dnsOutage(String way) throws Exception {
        ExperimentResult result = lab.experiment(way)
                .attack(FaultSpec.of("dns outage", "blue").duration("2s"))
                .run(() -> {
                    assertThat(lab.reach(Net.PEER, 53)).isEqualTo(Reach.SILENT);
                    assertThat(lab.reach(Net.PEER, Lab.PORT)).isEqualTo(Reach.CONNECTED);
                });
        assertThat(result.faults().get(0).bite()).contains("to resolvers dropped");
        assertThat(lab.reach(Net.PEER, 53)).isEqualTo(Reach.CONNECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void processKill(String way) throws Exception {
        Process victim = lab.sleeper("4242.25");
        Process other = lab.sleeper("4343.25");
        try {
            ExperimentResult result = lab.experiment(way)
                    .attack(FaultSpec.processKill("blue", "^sleep 4242").duration("1s"))
                    .run(() -> {});
            assertThat(result.faults().get(0).bite()).startsWith("gone: process ");
            await().until(() -> !victim.isAlive());
            assertThat(other.isAlive()).isTrue();
        } finally {
            victim.destroyForcibly();
            lab.end(other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void cpuLoad(String way) throws Exception {
        long idle = lab.busiestCentiseconds();
        ExperimentResult result = lab.experiment(way)
                .attack(FaultSpec.cpu("blue", 1, 80).duration("60s"))
                .run(run -> {
                    await().atMost(Duration.ofSeconds(50)).until(() -> lab.busiestCentiseconds() - idle > 100);
                    run.attacks().get(0).revert();
                });
        assertThat(lab.busiestCentiseconds() - idle).isLessThan(100);
        assertThat(result.faults().get(0).bite()).isEqualTo("1 core loaded to 80 %");
    }

    @ParameterizedTest
    @CsvSource({"netns, false", "ssh, false", "ssh, true"})
    void shutdown(String way, boolean reboot) throws Exception {
        Path wanted = directory.resolve("start-" + way + reboot);
        CompletableFuture<Void> booting = CompletableFuture.runAsync(() -> {
            // what a hypervisor does: a reboot starts at once, a start when somebody asks for it
            await().atMost(Duration.ofSeconds(60)).until(() -> !lab.host.up());
            await().atMost(Duration.ofSeconds(60)).until(() -> reboot || Files.exists(wanted));
            lab.host.boot();
        });
        String before = lab.incarnation();
        ExperimentResult result = lab.experiment(way)
                .property("target.blue.start", refusingOnce(wanted).toString())
                .property("reliability.deadline", "1h")
                .attack(FaultSpec.shutdown("blue").flag("reboot", reboot))
                .run(run -> {
                    run.attacks().get(0).awaitBite();
                    assertThat(Files.exists(wanted)).isFalse();
                    if (!reboot) {
                        assertThat(secondsUntilTheGuardStarts())
                                .as("nobody starts the host while the experiment may want it down")
                                .isGreaterThan(3600);
                        await().until(() -> !lab.host.up());
                    }
                });
        booting.join();
        assertThat(Files.exists(wanted)).isEqualTo(!reboot);
        assertThat(result.faults().get(0).bite()).startsWith("blue ");
        assertThat(lab.incarnation()).isNotEqualTo(before);
        assertThat(lab.inside.run(ShellCommand.program("true")).succeeded()).isTrue();
    }

    private static long secondsUntilTheGuardStarts() {
        return ProcessHandle.current()
                .children()
                .flatMap(child -> child.info().arguments().stream())
                .filter(words -> words.length > 3 && words[2].equals("dev.reliability.start-guard"))
                .mapToLong(words -> Long.parseLong(words[3]))
                .findFirst()
                .orElseThrow();
    }

    /** A power button that finds the machine still on its way down when it is pressed first. */
    private Path refusingOnce(Path wanted) throws IOException {
        Path script = directory.resolve(wanted.getFileName() + ".sh");
        Files.writeString(
                script,
                """
                #!/bin/sh
                [ -e %1$s.refused ] || { touch %1$s.refused; echo still stopping >&2; exit 1; }
                touch %1$s
                """
                        .formatted(wanted));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    /** The body goes on as if nothing had happened; what it saw afterwards would say nothing. */
    @Test
    void aFaultThatEndsByItselfIsAnError() {
        ExperimentResult result = lab.experiment("ssh")
                .attack(FaultSpec.blackhole("blue")
                        .list("addresses", List.of(Net.PEER))
                        .duration("30s"))
                .evaluate(run -> {
                    lab.reach(Net.PEER, Lab.PORT);
                    run.attacks().get(0).awaitBite();
                    lab.killAgents();
                });
        assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(result.message())
                .matches("ERROR: blackhole of blue ended by itself [0-9.]+ s after it began: .*"
                        + " Reverted; nothing left behind\\.")
                .doesNotContain("invalid file descriptor");
    }
}
