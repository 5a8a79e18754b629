package dev.reliability.internal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.internal.linux.NeedsNamespaces;
import dev.reliability.internal.linux.Net;
import dev.reliability.internal.plan.Planner;
import dev.reliability.internal.runner.ScriptedFault;
import dev.reliability.spi.MachineKeys;
import dev.reliability.testsystem.GivenTarget;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One machine that two back ends know, each in its own way, is one. */
@NeedsNamespaces
class SameMachineIT {

    @TempDir
    static Path directory;

    private static Lab lab;

    private final ScriptedFault stop = new ScriptedFault("stop of instance", "given:instance");
    private final GivenTarget instance = new GivenTarget("instance")
            .resources(keys("i-0123456789abcdef0", "198.18.78.1"))
            .planning(request -> stop);

    @BeforeAll
    static void create() {
        lab = new Lab(directory);
    }

    @AfterAll
    static void remove() {
        if (lab != null) {
            lab.close();
        }
    }

    private static String[] keys(String... names) {
        Set<String> keys = new TreeSet<>(MachineKeys.of(List.of(names)));
        keys.add("given:instance");
        return keys.toArray(String[]::new);
    }

    private ExperimentBuilder stopping() {
        return lab.experiment("ssh")
                .target("instance", instance)
                .attack(FaultSpec.of("stop", "instance").duration("100ms"));
    }

    @Test
    void itsFaultsExcludeEachOther() {
        assertThat(Planner.preview(stopping()
                                .attack(FaultSpec.shutdown("blue").flag("reboot", true))
                                .build())
                        .problems())
                .singleElement()
                .asString()
                .contains("shutdown of blue cannot be in force together with stop of instance");
    }

    @Test
    void anotherMachineIsAnother() {
        instance.resources(keys("i-0123456789abcdef0", "198.18.78.7"));
        assertThat(Planner.preview(stopping()
                                .attack(FaultSpec.shutdown("blue").flag("reboot", true))
                                .build())
                        .problems())
                .isEmpty();
    }

    @Test
    void controllersThatKnowItInDifferentWaysExcludeEachOther() throws Exception {
        Process other = Doomed.start(lab, "ssh", "blackhole", directory, "true");
        try (BufferedReader lines = other.inputReader()) {
            Doomed.awaitLine(lines, "ARMED");
            assertThatThrownBy(() -> stopping().evaluate(() -> {}))
                    .isInstanceOf(InvalidPlanException.class)
                    .hasMessageContaining(
                            "machine 198.18.78.1 is under attack by another run: process " + other.pid() + ", doomed");
        } finally {
            other.destroyForcibly().waitFor();
        }
        await().until(() -> lab.left().isEmpty());
        assertThat(stop.injections()).isZero();
        assertThat(stopping().evaluate(() -> {}).message()).startsWith("PASSED");
    }

    /** The other controller runs on another machine: all that is common is the mark on the host. */
    @ParameterizedTest
    @ValueSource(strings = {"ssh", "netns"})
    void oneOfAGroupIsNotAttackedWhileAnotherControllerAttacksTheOther(String way) throws Exception {
        Process other = Doomed.start(lab, "netns", "blackhole", directory.resolve("elsewhere"), "true");
        try (BufferedReader lines = other.inputReader()) {
            Doomed.awaitLine(lines, "ARMED");
            assertThat(attackOnGreen(way))
                    .startsWith("INCONCLUSIVE: blue of the same group shop is under attack by ")
                    .contains(", process " + other.pid() + ", run ")
                    .endsWith(" at the latest. No fault was injected.");
        } finally {
            other.destroyForcibly().waitFor();
        }
        // its end is waited for
        assertThat(attackOnGreen(way)).startsWith("INCONCLUSIVE: standby blue was not healthy before the test");
    }

    private static String attackOnGreen(String way) {
        return lab.experiment(way)
                .property("reliability.profile", "grouped")
                .property("reliability.baseline", "100ms")
                .property("target.blue.health", "http://127.0.0.1:1/")
                .target("green", "netns:" + lab.net.container)
                .attack(FaultSpec.blackhole("green")
                        .list("addresses", List.of(Net.PEER))
                        .duration("1s"))
                .evaluate(() -> {})
                .message();
    }
}
