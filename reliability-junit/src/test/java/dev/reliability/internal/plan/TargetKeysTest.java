package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.local.ManagedProcess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetKeysTest {

    private static TargetKeys keys(Map<String, String> lines) {
        return new TargetKeys(lines, BackEnds.loaded());
    }

    /** Each is the one line beside {@code target.blue}, an SSH host. */
    @ParameterizedTest
    @CsvSource({
        "target.green, process:1, true, false",
        "target.blue.start, virsh start blue, false, false",
        "target.blue.health, http://127.0.0.1, false, false",
        "target.blue.pods, shop/app=blue, false, false",
        "target.blue.strat, virsh start blue, false, true",
        "target.blue.context, staging, false, true",
        "target.other.health, http://127.0.0.1, false, false",
        "target.blue.dependencies, 'db.example, cdn.example', false, false",
        "target.other.helth, http://127.0.0.1, false, true",
        "target.db.shop, process:4711, true, false",
        "target.blue.second, process:4711, true, false",
        "target.db.shop, ${where}, true, false",
        "target.blue.where, ${where}, false, true",
        "targets.blue, process:1, false, false"
    })
    void aLineNamesATargetOrSaysMoreOfOneOrIsAMistake(String key, String value, boolean name, boolean mistake) {
        TargetKeys keys = keys(Map.of("target.blue", "ssh://ubuntu@203.0.113.7", key, value));
        assertThat(keys.names()).contains("blue").hasSize(name ? 2 : 1);
        assertThat(keys.problems()).hasSize(mistake ? 1 : 0);
    }

    @Test
    void anAttributeOfOneBackEndIsNoneOfAnother() {
        assertThat(keys(Map.of("target.p", "process:1", "target.p.start", "x")).problems())
                .containsExactly(
                        "\"target.p.start = x\" is neither the address of a target nor something that can be said"
                                + " of a target process: (known: dependencies, health, identity, pods)");
    }

    @Test
    void whatATargetDependsOnIsSaidByTheProfileAloneAndByTheProcess() {
        ManagedProcess process = ManagedProcess.command("sleep", "1")
                .link("db.example", "127.0.0.1:1")
                .build();
        ExperimentBuilder experiment = Reliability.experiment("dependencies")
                .property("reliability.profile", "depends")
                .property("target.blue.dependencies", "nothing.example")
                .property("cdn", "cdn.example")
                .target("shop", process)
                .target("books", "process:1");
        try (ResolvedExperiment plan = Planner.plan(experiment.build())) {
            assertThat(plan.targets())
                    .containsExactly(
                            Map.entry("blue", Set.of("db.example", "cdn.example")),
                            Map.entry("books", Set.of()),
                            Map.entry("green", Set.of()),
                            Map.entry("shop", Set.of("db.example")));
        }
    }

    @Test
    void everyMistakeOfAProfileIsAProblemOfTheTest() {
        ExperimentBuilder experiment = Reliability.experiment("keys").property("reliability.profile", "odd-keys");
        assertThatThrownBy(() -> Planner.plan(experiment.build()))
                .isInstanceOfSatisfying(InvalidPlanException.class, invalid -> {
                    List<String> problems = invalid.problems();
                    assertThat(problems).hasSize(4).allMatch(problem -> problem.startsWith("reliability-odd-keys"));
                    assertThat(problems)
                            .anyMatch(problem -> problem.contains("target.blue.stard")
                                    && problem.contains("of a target ssh:")
                                    && problem.endsWith("did you mean \"start\"?)"))
                            .anyMatch(problem -> problem.contains("target.green.start"))
                            .anyMatch(problem -> problem.endsWith("did you mean \"health\"?)"))
                            .anyMatch(problem -> problem.endsWith("did you mean \"identity\"?)"));
                });
    }
}
