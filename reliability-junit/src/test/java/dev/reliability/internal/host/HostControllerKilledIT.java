package dev.reliability.internal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.internal.linux.NeedsNamespaces;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.linux.Reach;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No fault on a host outlives the JVM that injected it: each, as experiments ask for it, with that JVM killed. */
@Timeout(120)
@NeedsNamespaces
class HostControllerKilledIT {

    private static final Duration HEALED = Duration.ofSeconds(10);

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
        await().atMost(HEALED).until(() -> lab.left().isEmpty());
    }

    private static void armAndKill(String way, String fault, String startCommand, Runnable bites) throws Exception {
        Process controller = Doomed.start(lab, way, fault, state(way, fault), startCommand);
        try {
            Doomed.awaitLine(controller.inputReader(), "ARMED");
            bites.run();
        } finally {
            controller.destroyForcibly();
        }
        controller.waitFor();
    }

    private static Path state(String way, String fault) {
        return directory.resolve(way + "-" + fault.replace(' ', '-'));
    }

    private static List<Path> intents(String way, String fault) throws IOException {
        try (Stream<Path> files = Files.list(state(way, fault).resolve("state/runs"))) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void blackhole(String way) throws Exception {
        armAndKill(way, "blackhole", "true", () -> assertThat(lab.reach(Net.PEER, Lab.PORT))
                .isEqualTo(Reach.SILENT));
        assertThat(intents(way, "blackhole")).as("what a later run reads").hasSize(1);
        await().atMost(HEALED).until(() -> lab.reach(Net.PEER, Lab.PORT) == Reach.CONNECTED);
        ExperimentResult next = lab.experiment(way)
                .property(
                        "reliability.state",
                        state(way, "blackhole").resolve("state").toString())
                .attack(FaultSpec.cpu("blue", 1, 10).duration("1s"))
                .run(() -> {});
        assertThat(intents(way, "blackhole")).isEmpty();
        assertThat(Files.readString(next.journal().orElseThrow()))
                .contains("A dead run left blackhole of blue: undone");
    }

    /**
     * Nobody is left on the target that could end what is frozen there: the next run does, for the lock that it holds. Not by
     * the namespace, where an nsenter of this machine stops with what it runs and nobody is left to kill it.
     */
    @Test
    void blackholeWithEverythingOnTheTargetFrozen() throws Exception {
        armAndKill("ssh", "blackhole", "true", lab::freezeAgents);
        await().atMost(HEALED).until(() -> lab.reach(Net.PEER, Lab.PORT) == Reach.CONNECTED);
        assertThat(lab.left()).isNotEmpty();
        ExperimentBuilder next =
                lab.experiment("ssh").attack(FaultSpec.cpu("blue", 1, 10).duration("1s"));
        assertThat(next.evaluate(() -> {}).message())
                .as("to a run that does not know of the dead one")
                .matches(
                        "ERROR: cpu load of blue could not be injected: busy: .* attacks this target until .* UTC; if that run"
                                + " is dead, end its attack with: \\S+ sweep --target " + lab.address("ssh")
                                + "\\. No fault was injected\\.");
        assertThat(lab.left()).isNotEmpty();
        next.property(
                        "reliability.state",
                        state("ssh", "blackhole").resolve("state").toString())
                .run(() -> {});
        assertThat(lab.left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void packetLoss(String way) throws Exception {
        armAndKill(way, "packet loss", "true", () -> assertThat(lab.reach(Net.PEER, Lab.PORT))
                .isEqualTo(Reach.SILENT));
        await().atMost(HEALED).until(() -> lab.reach(Net.PEER, Lab.PORT) == Reach.CONNECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void dnsOutage(String way) throws Exception {
        armAndKill(way, "dns outage", "true", () -> assertThat(lab.reach(Net.PEER, 53))
                .isEqualTo(Reach.SILENT));
        await().atMost(HEALED).until(() -> lab.reach(Net.PEER, 53) == Reach.CONNECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void cpuLoad(String way) throws Exception {
        armAndKill(way, "cpu load", "true", () -> assertThat(lab.left()).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"netns", "ssh"})
    void repeatedProcessKill(String way) throws Exception {
        Process first = lab.sleeper("4747.1");
        armAndKill(way, "process kill", "true", () -> await().until(() -> !first.isAlive()));
        await().atMost(HEALED).until(() -> lab.left().isEmpty());
        Process second = lab.sleeper("4747.2");
        assertThat(second.isAlive()).as("nobody kills any more").isTrue();
        lab.end(second);
    }

    /** Nobody is left on the target: what starts it again is a process of its own on this machine. */
    @Test
    void shutdown() throws Exception {
        Path wanted = directory.resolve("start-wanted");
        armAndKill("ssh", "shutdown", "touch " + wanted, () -> await().until(() -> !lab.host.up()));
        await().atMost(HEALED).until(() -> Files.exists(wanted));
        lab.host.boot();
    }
}
