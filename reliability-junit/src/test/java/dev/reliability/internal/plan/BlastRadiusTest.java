package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.runner.ScriptedFault;
import dev.reliability.testsystem.GivenTarget;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlastRadiusTest {

    private static List<String> problems(String setting, String value, GivenTarget... targets) {
        ExperimentBuilder experiment = Reliability.experiment("radius").property(setting, value);
        for (GivenTarget target : targets) {
            experiment.target(target.name(), target).attack(FaultSpec.of("scripted", target.name()));
        }
        try {
            Planner.plan(experiment.build());
            return List.of();
        } catch (InvalidPlanException e) {
            return e.problems();
        }
    }

    private static GivenTarget several(String name, int size, int takes) {
        return new GivenTarget(name).size(size).planning(request -> new ScriptedFault("scripted of " + name, "given:x")
                .taking(takes));
    }

    @ParameterizedTest
    @CsvSource({"5, 2, 2, true", "5, 3, 2, false", "1, 1, 1, true", "5, 9, 4, false", "5, 9, 5, true"})
    void theThingsThatAreTakenCount(int size, int takes, int most, boolean allowed) {
        List<String> problems = problems("reliability.max-targets", "" + most, several("pods", size, takes));
        assertThat(problems)
                .hasSize(allowed ? 0 : 1)
                .allMatch(problem -> problem.contains(
                        "attacks " + Math.min(size, takes) + " targets, and " + most + " may be attacked"));
    }

    @Test
    void whatDoesNotSayHowManyTakesAll() {
        assertThat(problems("reliability.max-targets", "2", new GivenTarget("pods").size(3)))
                .singleElement()
                .asString()
                .contains("attacks 3 targets");
    }

    @Test
    void oneMachineThatTwoBackEndsKnowIsOne() {
        GivenTarget instance = new GivenTarget("instance").resources("ec2:i-1", "machine 7");
        GivenTarget host = new GivenTarget("host").resources("ssh://blue", "machine 7");
        GivenTarget other = new GivenTarget("other").resources("machine 8");
        assertThat(problems("reliability.max-targets", "1", instance, host)).isEmpty();
        assertThat(problems("reliability.max-targets", "1", instance, host, other))
                .singleElement()
                .asString()
                .contains("attacks 2 targets");
    }

    /** Counted once, two machines would pass where one may be attacked. */
    @Test
    void oneAddressOfTwoPrivateNetworksIsTwoMachines() {
        GivenTarget here = new GivenTarget("here").resources("host 1", "machine 10.0.1.5");
        GivenTarget there = new GivenTarget("there").resources("host 2", "machine 10.0.1.5");
        assertThat(problems("reliability.max-targets", "1", here, there))
                .singleElement()
                .asString()
                .contains("attacks 2 targets");
    }

    @Test
    void aShareIsOfThingsAndHoldsWithinATargetToo() {
        assertThat(problems("reliability.max-share", "50%", several("pods", 4, 2)))
                .isEmpty();
        assertThat(problems("reliability.max-share", "50%", several("pods", 4, 3)))
                .containsExactly(
                        "setting(reliability.max-share): the experiment attacks 3 of 4 targets (pods (3 of 4)), and 50 %"
                                + " may be attacked",
                        "setting(reliability.max-share): the experiment takes 3 of the 4 that pods stands for, and 50 %"
                                + " may be taken");
    }

    @Test
    void twoFaultsOnOneTargetAreTakenForTwoAsLongAsThereAreTwo() {
        GivenTarget pods = several("pods", 3, 2);
        ExperimentBuilder experiment = Reliability.experiment("radius")
                .property("reliability.max-targets", "2")
                .target("pods", pods)
                .attack(FaultSpec.of("scripted", "pods"))
                .attack(FaultSpec.of("scripted", "pods"));
        assertThat(Planner.preview(experiment.build()).problems())
                .singleElement()
                .asString()
                .contains("attacks 3 targets");
    }
}
