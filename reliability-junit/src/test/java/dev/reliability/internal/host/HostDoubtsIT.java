package dev.reliability.internal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.linux.NeedsNamespaces;
import dev.reliability.internal.linux.Net;
import dev.reliability.spi.ShellCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault on a host that changed nothing, or hit only a part of what was asked for, proves nothing. */
@Timeout(120)
@NeedsNamespaces
class HostDoubtsIT {

    @TempDir
    private static Path directory;

    private static Lab lab;

    private final List<Process> processes = new ArrayList<>();

    @BeforeAll
    static void lay() {
        lab = new Lab(directory);
        resolve(Net.PEER + " db.example", Net.OTHER + " cdn.example");
    }

    /** Nobody has ever talked to one of them; of others, connections of earlier tests may be closing still. */
    private static void resolve(String... lines) {
        lab.hosts(String.join("\n", lines), "198.18.77.98 quiet.example");
    }

    @AfterAll
    static void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        processes.forEach(lab::end);
        assertThat(lab.left()).isEmpty();
    }

    private static void assertNothingToChange(ExperimentResult result, String already) {
        assertThat(result.message())
                .isEqualTo("INCONCLUSIVE: " + result.faults().get(0).description() + " could change nothing: " + already
                        + ". The test proves nothing. No fault was injected.");
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    private static FaultSpec blackhole(String... hosts) {
        return FaultSpec.blackhole("blue", hosts).duration("2s");
    }

    /** Whoever is asked again and again and does not answer is not cut off by a blackhole. */
    @ParameterizedTest
    @CsvSource({"netns, blackhole", "ssh, blackhole", "netns, packet loss"})
    void traffic(String way, String kind) {
        FaultSpec fault = FaultSpec.of(kind, "blue")
                .list("hosts", List.of("db.example", "cdn.example"))
                .percent("percent", "100")
                .delay("3s")
                .duration("2s");
        Net.in(
                lab.net.peer,
                "nft",
                "add table inet mute; add chain inet mute in { type filter hook input priority 0; };"
                        + " add rule inet mute in ip daddr " + Net.PEER + " tcp dport " + Lab.PORT + " drop");
        // nothing is sent again of a connection that was there before
        processes.add(lab.client(Net.PEER, Lab.PORT));
        try {
            assertNothingToChange(
                    lab.experiment(way).attack(fault).evaluate(() -> {}), "nothing came back from db.example already");
        } finally {
            Net.in(lab.net.peer, "nft", "delete", "table", "inet", "mute");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void trafficThatIsAnsweredCanBeCut(String way) {
        processes.add(lab.client(Net.PEER, Lab.PORT));
        processes.add(lab.client(Net.OTHER, Lab.PORT));
        ExperimentResult result = lab.experiment(way)
                .attack(blackhole("db.example", "cdn.example").delay("3s"))
                .evaluate(run -> run.attacks().get(0).awaitBite());
        assertThat(result.message()).startsWith("PASSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void names(String way) {
        lab.resolver("198.18.77.99");
        try {
            assertNothingToChange(
                    lab.experiment(way)
                            .attack(FaultSpec.of("dns outage", "blue").duration("2s"))
                            .evaluate(() -> lab.reach(Net.PEER, 53)),
                    "no resolver of blue answered already");
        } finally {
            lab.resolver(Net.PEER);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void processes(String way) {
        Process victim = lab.sleeper("4242.75");
        processes.add(victim);
        assertNothingToChange(
                lab.experiment(way)
                        .attack(FaultSpec.processKill("blue", "^sleep 4242")
                                .delay("1s")
                                .duration("1s"))
                        .evaluate(() -> lab.end(victim)),
                "no process of blue has a command line that matches \"^sleep 4242\" any more");
    }

    @Test
    void processesThatAreFrozen() {
        processes.add(lab.sleeper("4242.85"));
        lab.inside.run(ShellCommand.program("pkill", "-STOP", "-fx", "sleep 4242.85"));
        ExperimentResult result = lab.experiment("netns")
                .attack(FaultSpec.processKill("blue", "^sleep 4242").duration("1s"))
                .evaluate(() -> {});
        assertThat(result.message())
                .matches("INCONCLUSIVE: process kill of blue could change nothing: process \\d+ of blue was stopped"
                        + " already\\. The test proves nothing\\. No fault was injected\\.");
    }

    /** The load is real; by default the host sees nothing of what this machine does. */
    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void processors(String way) {
        lab.inside.run(ShellCommand.program("umount", "/proc/stat"));
        try {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                processes.add(lab.start("bash", "-c", "while :; do :; done"));
            }
            assertNothingToChange(
                    lab.experiment(way)
                            .attack(FaultSpec.cpu("blue", 1, 80).delay("1s").duration("2s"))
                            .evaluate(() -> {}),
                    "all " + Runtime.getRuntime().availableProcessors() + " cores of blue were busy already");
        } finally {
            lab.inside.run(ShellCommand.program("mount", "--bind", "/run/stat", "/proc/stat"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void hosts(String way) {
        long init = lab.host.initPid();
        ExperimentBuilder experiment = lab.experiment(way)
                .property("target.blue.start", "true")
                .attack(FaultSpec.shutdown("blue").delay("2s"));
        try {
            assertNothingToChange(
                    experiment.evaluate(() -> {
                        ProcessHandle.of(init).ifPresent(ProcessHandle::destroyForcibly);
                        await().until(() -> !lab.host.up());
                    }),
                    "blue did not answer already");
        } finally {
            lab.host.boot();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void aHostThatNobodyTalksTo(String way) {
        ExperimentResult result = lab.experiment(way)
                .attack(blackhole("cdn.example", "quiet.example"))
                .evaluate(() -> lab.reach(Net.OTHER, Lab.PORT));
        assertThat(result.message())
                .isEqualTo(
                        "INCONCLUSIVE: blackhole of blue did not hit everything in 2 s: no traffic went to quiet.example."
                                + " The test proves nothing. Reverted; nothing left behind.");
    }

    /** A name is one entry, whatever addresses it has; a block and a range of ports are one each. */
    @Test
    void onePartOfAnEntryIsEnough() {
        resolve(Net.PEER + " db.example", Net.OTHER + " db.example");
        try {
            ExperimentResult result = lab.experiment("netns")
                    .attack(blackhole("db.example")
                            .list("addresses", List.of("198.18.77.0/24"))
                            .list("ports", List.of("7000-7010", "7008-7020")))
                    .evaluate(() -> lab.reach(Net.PEER, Lab.PORT + 1));
            assertThat(result.message()).startsWith("PASSED");
        } finally {
            resolve(Net.PEER + " db.example", Net.OTHER + " cdn.example");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TCP | 7009 | dropped nothing in 2 s: traffic went to db.example, but none by TCP to port 7009",
                "UDP |      | dropped nothing in 2 s: traffic went to db.example, but none by UDP",
                "ALL | 7009,7010-7012 | dropped nothing in 2 s: traffic went to db.example, but none to ports 7009 or 7010-7012",
                "ALL | ^7007 | dropped nothing in 2 s: traffic went to db.example, but none to a port other than 7007",
                "TCP | 7007,7009 | did not hit everything in 2 s: no traffic went to TCP port 7009",
                "ALL | 7000-7007,7009-7012 | did not hit everything in 2 s: no traffic went to ports 7009-7012"
            })
    void trafficThatIsNotMeant(String protocol, String ports, String reason) {
        ExperimentResult result = lab.experiment("netns")
                .attack(blackhole("db.example")
                        .text("protocol", protocol)
                        .list(
                                "ports",
                                ports == null
                                        ? List.of()
                                        : Pattern.compile(",")
                                                .splitAsStream(ports)
                                                .toList()))
                .evaluate(() -> lab.reach(Net.PEER, Lab.PORT));
        assertThat(result.message())
                .isEqualTo("INCONCLUSIVE: blackhole of blue " + reason
                        + ". The test proves nothing. Reverted; nothing left behind.");
    }

    /** One packet lost in all, and traffic to each: what chance spared is no doubt. */
    @Test
    void packetLossNeedsTrafficToEach() {
        ExperimentResult half =
                lab.experiment("netns").attack(loss("quiet.example")).evaluate(() -> lab.lostOf(30, Net.OTHER));
        assertThat(half.message()).contains("did not hit everything", "no traffic went to quiet.example");
        ExperimentResult both = lab.experiment("netns")
                .attack(loss("db.example"))
                .evaluate(() -> {
                    lab.lostOf(30, Net.OTHER);
                    lab.reach(Net.PEER, Lab.PORT);
                });
        assertThat(both.message()).startsWith("PASSED");
    }

    private static FaultSpec loss(String host) {
        return FaultSpec.of("packet loss", "blue")
                .list("hosts", List.of("cdn.example", host))
                .percent("percent", "30")
                .duration("8s");
    }
}
