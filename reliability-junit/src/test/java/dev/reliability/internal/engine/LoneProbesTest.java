package dev.reliability.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.reliability.internal.jupiter.ClassExperiments;
import dev.reliability.internal.jupiter.LoneProbes;
import dev.reliability.junit.InvalidExperimentException;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import dev.reliability.junit.SteadyStateProbe;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A probe that nothing calls is said to be one, also where nobody has the gate. */
class LoneProbesTest {

    private static final String PROBLEM =
            "@SteadyStateProbe on Alone.isOpen(): nothing calls it, since no test of Alone has"
                    + " an experiment; add an attack to a test or to the class, or a @SteadyState to look at it without a fault";

    static class Alone {

        @SteadyStateProbe
        boolean isOpen() {
            return false;
        }

        @Test
        void buys() {}
    }

    static class Beside {

        @SteadyStateProbe
        boolean isOpen() {
            return true;
        }

        @Test
        void buys() {}

        @Nested
        class AtNight {

            @SteadyStateProbe
            boolean isQuiet() {
                return true;
            }

            @Test
            @ShutdownAttack(target = "shop")
            void sleeps() {}
        }
    }

    static class Looked {

        @SteadyStateProbe
        boolean isOpen() {
            return true;
        }

        @Test
        @SteadyState(http = "http://127.0.0.1:9/")
        void buys() {}
    }

    static class Brought {

        @ReliabilityProperty("shop")
        static final String BRINGS_THE_EXTENSION = "";

        @SteadyStateProbe
        boolean isOpen() {
            return true;
        }

        @Test
        void buys() {}
    }

    abstract static class Base {

        @SteadyStateProbe
        boolean isOpen() {
            return true;
        }

        @Test
        void buys() {}
    }

    static class NoTests {

        @SteadyStateProbe
        boolean isOpen() {
            return true;
        }
    }

    @Disabled("for now")
    static class Closed extends Base {}

    interface Shared {

        @SteadyStateProbe
        default boolean isShared() {
            return true;
        }
    }

    static class Tried implements Shared {

        @SteadyStateProbe
        boolean isTried() {
            return true;
        }

        @Test
        void buys() {}
    }

    static class TriedUnderAttack extends Tried {

        @Test
        @ShutdownAttack(target = "shop")
        void sells() {}
    }

    static class Inherits extends Base {}

    static class PassedOver {

        @SteadyStateProbe
        boolean isOpen() {
            return true;
        }

        @Test
        void buys() {}

        @Test
        @ShutdownAttack(target = "shop")
        private void sells() {}
    }

    private static List<Throwable> thrown(DiscoverySelector selector) {
        return EngineTestKit.engine(ExperimentFilesEngine.ID)
                .selectors(selector)
                .execute()
                .testEvents()
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow())
                .toList();
    }

    @Test
    void isATestThatFails() throws NoSuchMethodException {
        for (DiscoverySelector selector :
                List.of(selectClass(Alone.class), selectMethod(Alone.class, Alone.class.getDeclaredMethod("buys")))) {
            assertThat(thrown(selector)).singleElement().satisfies(thrown -> assertThat(thrown)
                    .isInstanceOf(InvalidExperimentException.class)
                    .hasMessageContaining(PROBLEM));
        }
        assertThat(thrown(selectClass(Closed.class))).isEmpty();
    }

    @Test
    void isAProblemOfThePlan() {
        assertThat(new ClassExperiments(name -> Optional.empty()).of(Alone.class))
                .singleElement()
                .satisfies(test -> assertThat(test.notes()).contains(PROBLEM));
        assertThat(new ClassExperiments(name -> Optional.empty()).of(Beside.class))
                .as("what nothing runs is no experiment")
                .extracting(ClassExperiments.OfTest::test)
                .containsExactly("AtNight.sleeps");
    }

    @Test
    void isNoneThatAnotherClassShares() {
        assertThat(LoneProbes.problems(Tried.class)).isEmpty();
        assertThat(thrown(selectClass(Tried.class))).isEmpty();
        assertThat(LoneProbes.problems(Inherits.class))
                .singleElement()
                .asString()
                .contains("on Base.isOpen(): nothing calls it, since no test of Inherits has an experiment");
    }

    @Test
    void isOneWhereJUnitPassesOverTheTestWithTheExperiment() {
        assertThat(LoneProbes.problems(PassedOver.class)).hasSize(1);
    }

    @Test
    void isNoneThatATestLooksAt() {
        assertThat(List.of(Beside.class, Looked.class, Brought.class, Base.class, NoTests.class))
                .allSatisfy(type -> assertThat(LoneProbes.problems(type)).isEmpty());
    }
}
