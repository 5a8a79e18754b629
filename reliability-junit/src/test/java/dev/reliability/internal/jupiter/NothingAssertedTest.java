package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.When;
import dev.reliability.internal.jupiter.CacheFlush.Log;
import dev.reliability.junit.Attack;
import dev.reliability.junit.InvalidExperimentException;
import dev.reliability.junit.SteadyState;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.junit.StopWhen;
import dev.reliability.spi.Observation;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test that nothing can break is refused before anything is touched. */
@Timeout(60)
class NothingAssertedTest extends WithVictim {

    interface Mixin {

        @Test
        @CacheFlush
        default void mixedIn() {}
    }

    abstract static class Base<T> extends WithTarget {

        @Test
        @CacheFlush
        void inherited() {}

        abstract void generic(T value);
    }

    static class Empty extends Base<String> implements Mixin {

        @Override
        void generic(String value) {}

        @Test
        @CacheFlush
        void plain() {}

        @Test
        @CacheFlush
        void withParameter(Attack attack) {}

        @RepeatedTest(1)
        @CacheFlush
        void repeated() {}

        @ParameterizedTest
        @ValueSource(longs = 1)
        @CacheFlush
        void parameterized(long wide, Attack attack) {}

        @Test
        @CacheFlush
        @StopWhen(http = "http://127.0.0.1:1/")
        void stoppable() {}

        @Nested
        class Inner {

            @Test
            @CacheFlush
            void nested() {}
        }

        @Nested
        class Before {

            @SteadyStateProbe(when = When.BEFORE)
            boolean holds() {
                return true;
            }

            @Test
            @CacheFlush
            void onlyBefore() {}
        }
    }

    @Test
    void anAttackOnAnEmptyBodyIsRefusedWhateverItsForm() {
        assertThat(Kit.failures(Kit.run(directory, Empty.class))).hasSize(9).allSatisfy(thrown -> assertThat(thrown)
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageMatching("@CacheFlush on \\w+\\.\\w+\\(\\): nothing is asserted, so the test would"
                        + " pass whatever the fault does: add .*\\. No fault was injected\\."));
        assertThat(Log.INJECTED).isEmpty();
    }

    static class Asserting extends WithTarget {

        @Test
        @CacheFlush
        void body() {
            assertThat(victim.isAlive()).isTrue();
        }

        @Nested
        class Probed {

            @SteadyStateProbe(
                    every = "10ms",
                    when = {When.BEFORE, When.AFTER})
            boolean holds() {
                return true;
            }

            @Test
            @CacheFlush
            void probe() {}
        }

        @Nested
        class Overloaded {

            @Test
            @CacheFlush
            void test() {
                assertThat(victim.isAlive()).isTrue();
            }

            void test(String unused) {}
        }
    }

    @Test
    void whatAssertsSomethingIsRun() {
        Kit.assertAllPass(Kit.run(directory, Asserting.class), 3);
        assertThat(Log.REVERTED).hasSize(3);
    }

    static class WithoutFault {

        @Test
        @SteadyState(http = "http://127.0.0.1:1/", when = When.BEFORE)
        void onlyBefore() {
            assertThat(victim.isAlive()).isTrue();
        }

        @Test
        @StopWhen(http = "http://127.0.0.1:1/")
        void onlyStops() {
            assertThat(victim.isAlive()).isTrue();
        }
    }

    @Test
    void withoutAFaultASteadyStateMustHoldDuringOrAfter() {
        assertThat(Kit.failures(Kit.run(directory, Map.of("reliability.baseline", "300ms"), WithoutFault.class)))
                .allSatisfy(thrown -> assertThat(thrown).isInstanceOf(InvalidExperimentException.class))
                .extracting(Throwable::getMessage)
                .containsExactlyInAnyOrder(
                        "@SteadyState(when) on WithoutFault.onlyBefore(): is BEFORE alone, and there is no fault: nothing"
                                + " is looked at that could break; add DURING or AFTER, or a fault. No fault was injected.",
                        "\"WithoutFault.onlyStops\" has neither a fault nor a steady state, so it would prove nothing: add"
                                + " a fault, and a steady state or an expectation. No fault was injected.");
    }

    @Test
    void noMoreCanAnExperimentInPlainJava() {
        ExperimentBuilder nothing = Reliability.experiment("nothing");
        assertThatThrownBy(() -> nothing.evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageStartingWith("\"nothing\" has neither a fault nor a steady state");

        ExperimentBuilder before = Reliability.experiment("before")
                .steadyState(SteadyStateSpec.probe(
                                "fine",
                                context -> timeout ->
                                        CompletableFuture.completedFuture(new Observation(true, "fine", "fine")))
                        .when(Set.of(When.BEFORE)));
        assertThatThrownBy(() -> before.evaluate(() -> {}))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageStartingWith("steadyState(when): is BEFORE alone");
    }
}
