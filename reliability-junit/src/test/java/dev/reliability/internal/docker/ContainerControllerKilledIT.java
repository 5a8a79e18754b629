package dev.reliability.internal.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.internal.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No fault on a container outlives the JVM that injected it: each with that JVM killed. */
@Timeout(120)
@NeedsDocker
class ContainerControllerKilledIT {

    private static final Duration HEALED = Duration.ofSeconds(25);

    @TempDir
    private Path directory;

    private Shop shop;

    @BeforeEach
    void start() {
        shop = new Shop(directory);
    }

    @AfterEach
    void remove() {
        shop.close();
    }

    /** A JVM that attacks a container until it is killed: {@code FAULT ENGINE HELPER CONTAINER DIRECTORY ADDRESS}. */
    static final class Doomed {

        private Doomed() {}

        public static void main(String[] arguments) throws Exception {
            FaultSpec fault =
                    switch (arguments[0]) {
                        case "shutdown" -> FaultSpec.shutdown("web").duration("10m");
                        case "pause" ->
                            FaultSpec.processKill("web", "")
                                    .text("signal", "STOP")
                                    .duration("10m");
                        case "disconnect" -> FaultSpec.disconnect("web", "").duration("10m");
                        default ->
                            FaultSpec.blackhole("web")
                                    .list("addresses", List.of(arguments[5]))
                                    .duration("10m");
                    };
            dev.reliability.experiment.Reliability.experiment("doomed")
                    .property("reliability.state", arguments[4] + "/doomed-state")
                    .property("reliability.reports", arguments[4] + "/doomed-reports")
                    .property("reliability.lease", "2s")
                    .property("reliability.docker.host", arguments[1])
                    .property("reliability.docker.helper", arguments[2])
                    .target("web", "docker:" + arguments[3])
                    .attack(fault)
                    .run(run -> {
                        System.out.println("ARMED");
                        new CountDownLatch(1).await();
                    });
        }
    }

    private Process attack(String fault, String helper) throws IOException {
        return new ProcessBuilder(List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName(),
                        fault,
                        Engine.address(),
                        helper,
                        shop.web,
                        directory.toString(),
                        Engine.ip(shop.db)))
                .redirectErrorStream(true)
                .start();
    }

    private static void awaitArmed(BufferedReader lines) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            if (line.equals("ARMED")) {
                return;
            }
        }
        throw new IllegalStateException(said.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shutdown", "pause", "disconnect"})
    void theGuardUndoesWhatTheEngineDid(String fault) throws Exception {
        Process controller = attack(fault, "");
        try {
            awaitArmed(controller.inputReader());
            await().atMost(HEALED).until(() -> !whole());
        } finally {
            controller.destroyForcibly();
        }
        controller.waitFor();
        await().atMost(HEALED).until(this::whole);
        try (Stream<Path> runs = Files.list(directory.resolve("doomed-state/runs"))) {
            assertThat(runs).as("what a later run reads").hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"directly", "helper"})
    void aBlackholeEndsWithItsLease(String way) throws Exception {
        Process controller = attack("blackhole", way.equals("helper") ? Engine.helperImage() : "");
        try {
            awaitArmed(controller.inputReader());
            assertThat(shop.reaches(shop.db)).isFalse();
        } finally {
            controller.destroyForcibly();
        }
        controller.waitFor();
        await().atMost(HEALED).until(() -> shop.reaches(shop.db));
        await().atMost(HEALED).until(() -> shop.left().isEmpty());
    }

    /** Nobody is left who would let it go on, start or connect it, and the engine keeps no lease: what was written down tells how. */
    @ParameterizedTest
    @CsvSource({
        "shutdown, the next run",
        "pause, the next run",
        "disconnect, the next run",
        "shutdown, a sweep",
        "pause, a sweep",
        "disconnect, a sweep"
    })
    void whatIsLeftWithoutTheGuardIsUndoneBy(String fault, String who) throws Exception {
        Process controller = attack(fault, "");
        try {
            awaitArmed(controller.inputReader());
            await().atMost(HEALED).until(() -> !whole());
            ProcessHandle guard = guard(controller);
            guard.destroyForcibly();
            await().atMost(HEALED).until(() -> !guard.isAlive());
        } finally {
            controller.destroyForcibly();
        }
        controller.waitFor();
        assertThat(whole()).isFalse();
        if (who.equals("a sweep")) {
            assertThat(Main.run(
                            "sweep",
                            "--state",
                            directory.resolve("doomed-state").toString()))
                    .isZero();
        } else {
            ExperimentBuilder next = shop.experiment("directly")
                    .property(
                            "reliability.state",
                            directory.resolve("doomed-state").toString());
            FaultSpec again = fault.equals("disconnect")
                    ? FaultSpec.disconnect("web", "").duration("1s")
                    : FaultSpec.processKill("web", "").text("signal", "STOP").duration("1s");
            assertThatThrownBy(() -> next.attack(again)
                            .attack(FaultSpec.shutdown("nobody"))
                            .run(() -> {}))
                    .as("one that could not be run anyhow")
                    .hasMessageContaining("nobody");
            assertThat(whole()).isFalse();
            ExperimentResult result = shop.experiment("directly")
                    .property(
                            "reliability.state",
                            directory.resolve("doomed-state").toString())
                    .attack(again)
                    .run(() -> {});
            assertThat(Files.readString(result.journal().orElseThrow()))
                    .containsPattern("A dead run left [a-z ]+ of web: undone");
        }
        assertThat(whole()).isTrue();
        try (Stream<Path> runs = Files.list(directory.resolve("doomed-state/runs"))) {
            assertThat(runs).isEmpty();
        }
    }

    /** Whether the container runs, and is on its network. */
    private boolean whole() {
        return Engine.docker(
                        "inspect",
                        "--format",
                        "{{.State.Status}} {{range .NetworkSettings.Networks}}{{.EndpointID}}{{end}}",
                        shop.web)
                .matches("running [0-9a-f]+");
    }

    private static ProcessHandle guard(Process controller) {
        List<ProcessHandle> guards = Engine.guards(controller.toHandle());
        assertThat(guards).hasSize(1);
        return guards.get(0);
    }
}
