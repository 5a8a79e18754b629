package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.journal.TargetLocks;
import dev.reliability.internal.plan.Planner;
import dev.reliability.spi.Alarm;
import dev.reliability.testsystem.GivenTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blue and green stand in for each other. */
class GroupsTest {

    @TempDir
    Path directory;

    private final ScriptedFault fault = new ScriptedFault("scripted of blue", "given:blue");
    private final GivenTarget blue = new GivenTarget("blue").planning(request -> fault);
    private final GivenTarget green = new GivenTarget("green");

    private ExperimentBuilder attackOnBlue() {
        return Reliability.experiment("groups")
                .property("reliability.profile", "grouped")
                .property("reliability.baseline", "100ms")
                .property("reliability.state", directory.toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .target("blue", blue)
                .target("green", green)
                .attack(FaultSpec.of("scripted", "blue").duration("100ms"));
    }

    private ExperimentResult run() {
        return attackOnBlue().evaluate(() -> assertThat(fault.injections()).isOne());
    }

    private static Alarm unhealthy(boolean firing) {
        return timeout -> new Alarm.State(firing, "503");
    }

    @Test
    void oneIsAttackedWhileTheOtherIsHealthy() {
        green.unhealthy(unhealthy(false));
        assertThat(run().message()).startsWith("PASSED");
    }

    @Test
    void theLastHealthyOneIsNotAttacked() {
        green.unhealthy(unhealthy(true));
        ExperimentResult result = run();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.message())
                .isEqualTo("INCONCLUSIVE: standby green was not healthy before the test (503). No fault was injected.");
        assertThat(fault.injections()).isZero();
    }

    @Test
    void oneThatDoesNotAnswerIsNotHealthy() {
        green.unhealthy(timeout -> {
            throw new java.io.IOException("no route");
        });
        assertThat(run().message()).contains("standby green was not healthy before the test (no answer: no route)");
    }

    @Test
    void noneIsAttackedWhileAnotherRunAttacksOne() {
        green.unhealthy(unhealthy(false)).attackedBy(() -> Optional.of("root@ci-7"));
        assertThat(run().message())
                .isEqualTo("INCONCLUSIVE: green of the same group shop is under attack by root@ci-7. No fault was"
                        + " injected.");
        green.attackedBy(() -> {
            throw new IllegalStateException("timeout");
        });
        assertThat(run().message())
                .contains("whether green of the same group shop is under attack could not be told (timeout)");
        assertThat(fault.injections()).isZero();
    }

    @Test
    void runsOfThisMachineExcludeEachOther() throws Exception {
        green.unhealthy(unhealthy(false));
        try (TargetLocks other = TargetLocks.take(directory, Set.of("group shop"), "another test")) {
            assertThat(other).isNotNull();
            assertThat(org.assertj.core.api.Assertions.catchThrowable(this::run))
                    .hasMessageContaining("group shop is under attack by another run: process ");
        }
    }

    @Test
    void bothInOneExperimentAreRefused() {
        green.unhealthy(unhealthy(false));
        assertThat(problems(attackOnBlue().attack(FaultSpec.of("scripted", "green"))))
                .containsExactly(
                        "reliability-grouped.properties(group.shop): the experiment attacks blue and green, which"
                                + " stand in for each other: attack one of them at a time");
    }

    @Test
    void oneWhoseHealthNobodyTellsIsNoStandby() {
        assertThat(problems(attackOnBlue()))
                .containsExactly(
                        "reliability-grouped.properties(group.shop): nothing tells whether green is healthy, so"
                                + " blue may be the last one that is: add \"target.green.health = …\"");
    }

    @Test
    void aMemberThatIsNoTargetIsAMistake() {
        ExperimentBuilder experiment = Reliability.experiment("groups")
                .property("reliability.profile", "grouped")
                .target("blue", blue)
                .target("gren", green)
                .attack(FaultSpec.of("scripted", "blue"));
        assertThat(problems(experiment))
                .singleElement()
                .asString()
                .contains("unknown target \"green\"")
                .contains("did you mean \"gren\"?");
    }

    private static List<String> problems(ExperimentBuilder experiment) {
        return Planner.preview(experiment.build()).problems();
    }
}
