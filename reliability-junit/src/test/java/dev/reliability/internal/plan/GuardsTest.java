package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.internal.runner.ScriptedFault;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protected profiles, and how much may be attacked at once. */
class GuardsTest {

    private static final String SWITCH = "reliability.protected";

    /** A target that says where it is. */
    private record Somewhere(String name, Map<String, Set<String>> whereabouts) implements Target {

        @Override
        public Address address() {
            return new Address("somewhere", name);
        }

        @Override
        public Optional<String> unfit() {
            return Optional.empty();
        }

        @Override
        public Fault plan(FaultRequest request) {
            return new ScriptedFault("scripted of " + name, address().toString());
        }
    }

    private static List<String> problems(String profile, Map<String, String> starter, Target... targets) {
        ExperimentBuilder experiment = Reliability.experiment("guards")
                .property("reliability.profile", profile)
                .parameters(name -> Optional.ofNullable(starter.get(name)));
        return problems(experiment, targets);
    }

    private static List<String> problems(ExperimentBuilder experiment, Target... targets) {
        for (Target target : targets) {
            experiment.attack(FaultSpec.of("scripted", target.name()));
            experiment.target(target.name(), target);
        }
        try {
            Planner.plan(experiment.build());
            return List.of();
        } catch (InvalidPlanException e) {
            return e.problems();
        }
    }

    private static Somewhere at(String host) {
        return new Somewhere("blue", Map.of("hosts", Set.of(host)));
    }

    @Test
    void aProtectedProfileNeedsASecondSwitchFromWhoeverStartsTheTests() {
        assertThat(problems("guarded", Map.of(), at("203.0.113.7")))
                .containsExactly(
                        "setting(reliability.protected): profile \"guarded\" is protected: to attack it, also set"
                                + " reliability.protected=guarded where you start the tests");
        assertThat(problems("guarded", Map.of(SWITCH, "true"), at("203.0.113.7")))
                .singleElement()
                .asString()
                .endsWith("where you start the tests (it is \"true\")");
        assertThat(problems(
                        Reliability.experiment("guards")
                                .property("reliability.profile", "guarded")
                                .property(SWITCH, "guarded"),
                        at("203.0.113.7")))
                .as("the test itself cannot set it")
                .hasSize(1);
        assertThat(problems("guarded", Map.of(SWITCH, "guarded"), at("203.0.113.7")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, true",
        "203.0.114.7, false",
        "2001:db8::7, true",
        "2001:db9::7, false",
        "blue.staging.example, true",
        "blue.production.example, false",
        "blue.staging.example.evil.example, false",
        "LOCAL, true"
    })
    void aProtectedProfileAllowsOnlyWhatItLists(String host, boolean allowed) {
        List<String> problems = problems("guarded", Map.of(SWITCH, "guarded"), at(host));
        if (allowed) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems)
                    .containsExactly("attack scripted(target): blue (somewhere:blue) is not allowed by"
                            + " reliability-guarded.properties: " + host
                            + " is not in allow.hosts = local, 203.0.113.0/24, 2001:db8::/32, *.staging.example");
        }
    }

    @Test
    void oneNameOfATargetIsEnoughAndEachKeyIsNeeded() {
        Map<String, String> starter = Map.of(SWITCH, "guarded");
        assertThat(problems(
                        "guarded",
                        starter,
                        new Somewhere("blue", Map.of("hosts", Set.of("blue.example", "203.0.113.7")))))
                .isEmpty();
        assertThat(problems(
                        "guarded",
                        starter,
                        new Somewhere("blue", Map.of("hosts", Set.of("local"), "accounts", Set.of("123456789012")))))
                .singleElement()
                .asString()
                .endsWith("123456789012 is not in allow.accounts, which is missing");
        assertThat(problems("guarded", starter, new Somewhere("blue", Map.of())))
                .singleElement()
                .asString()
                .contains("cannot be attacked in a protected profile");
    }

    @Test
    void aListBindsAProfileThatIsNotProtectedToo() {
        assertThat(problems("fenced", Map.of(), at("198.51.100.1"))).hasSize(1);
        assertThat(problems("fenced", Map.of(), at("203.0.113.1"))).isEmpty();
        assertThat(problems("fenced", Map.of(), new Somewhere("blue", Map.of("accounts", Set.of("1")))))
                .isEmpty();
        assertThat(problems("open", Map.of(), new Somewhere("blue", Map.of()))).isEmpty();
    }

    private static Target[] targets(int number) {
        List<Target> targets = new ArrayList<>();
        for (String name : List.of("one", "two", "three", "four").subList(0, number)) {
            targets.add(new Somewhere(name, Map.of("hosts", Set.of("local"))));
        }
        return targets.toArray(Target[]::new);
    }

    @Test
    void aProtectedProfileHasOneTargetAttackedAndNeverMoreThanHalf() {
        assertThat(problems("guarded", Map.of(SWITCH, "guarded"), targets(1))).isEmpty();
        assertThat(problems("guarded", Map.of(SWITCH, "guarded"), targets(2)))
                .containsExactly(
                        "setting(reliability.max-targets): the experiment attacks 2 targets, and 1 may be attacked");
        Map<String, String> more = Map.of(SWITCH, "guarded", "reliability.max-targets", "4");
        assertThat(problems("guarded", more, targets(2))).isEmpty();
        assertThat(problems("guarded", more, targets(3)))
                .containsExactly("setting(reliability.max-share): the experiment attacks 3 of 4 targets"
                        + " (one, three, two; not four), and 50 % may be attacked");
    }

    @Test
    void othersAttackAsManyAsTheyLikeUnlessTold() {
        assertThat(problems("open", Map.of(), targets(4))).isEmpty();
        assertThat(problems("open", Map.of("reliability.max-targets", "3"), targets(4)))
                .hasSize(1);
        assertThat(problems("open", Map.of("reliability.max-share", "75%"), targets(4)))
                .singleElement()
                .asString()
                .endsWith("and 75 % may be attacked");
    }

    /** What a test declares beside it makes a profile no larger. */
    @Test
    void theShareIsThatOfTheProfile() {
        Map<String, String> more = Map.of(SWITCH, "guarded", "reliability.max-targets", "4");
        ExperimentBuilder padded = Reliability.experiment("guards")
                .property("reliability.profile", "guarded")
                .parameters(name -> Optional.ofNullable(more.get(name)));
        for (String name : List.of("five", "six", "seven", "eight")) {
            padded.target(name, "process:" + name.hashCode());
        }
        assertThat(problems(padded, targets(3))).singleElement().asString().contains("attacks 3 of 4 targets");
    }

    @Test
    void theShareIsThatOfTheTestWhereTheProfileHasNoTargets() {
        Map<String, String> half = Map.of("reliability.max-share", "50%");
        assertThat(problems("open", half, targets(1)))
                .singleElement()
                .asString()
                .contains("attacks 1 of 1 targets (one), and 50 % may be attacked");
        ExperimentBuilder two = Reliability.experiment("guards")
                .property("reliability.profile", "open")
                .property("reliability.max-share", "50%")
                .target("spared", "process:1");
        assertThat(problems(two, targets(1))).isEmpty();
    }

    /** The profile has three targets and two addresses. */
    @ParameterizedTest
    @CsvSource({
        "red, 34%, ''",
        "red, 33%, 'attacks 1 of 3 targets (red; not blue, green)'",
        "x, 50%, ''",
        "x, 49%, attacks 1 of 2 targets (x; not green)"
    })
    void twoNamesOfOneAddressAreOneTarget(String attacked, String share, String refusal) {
        List<String> problems = problems(
                "twins",
                Map.of("reliability.max-share", share),
                new Somewhere(attacked, Map.of("hosts", Set.of("local"))));
        assertThat(problems).hasSize(refusal.isEmpty() ? 0 : 1).allSatisfy(problem -> assertThat(problem)
                .contains(refusal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "-", "1.5"})
    void refusesLimitsThatAreNoNumbers(String text) {
        assertThat(problems("open", Map.of("reliability.max-targets", text), targets(1)))
                .singleElement()
                .asString()
                .startsWith("setting(reliability.max-targets): ");
        assertThat(problems("open", Map.of("reliability.max-share", text), targets(1)))
                .singleElement()
                .asString()
                .startsWith("setting(reliability.max-share): ");
    }
}
