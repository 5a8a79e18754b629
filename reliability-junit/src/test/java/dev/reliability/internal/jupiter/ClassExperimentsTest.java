package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.internal.jupiter.ClassExperiments.OfTest;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.ManagedProcess;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClassExperimentsTest {

    private static List<OfTest> of(Class<?> testClass) {
        return new ClassExperiments(name -> Optional.empty()).of(testClass);
    }

    @Test
    void anInheritedNestedClassIsThatOfTheHeir() {
        assertThat(of(Heir.class)).extracting(OfTest::test).containsExactly("Heir.outer", "Inner.inner");
        assertThat(of(Heir.class)).allSatisfy(test -> {
            assertThat(test.experiment().steadyStates())
                    .extracting(SteadyStateSpec::displayName)
                    .containsExactly("the shop");
            assertThat(test.experiment().targets()).containsKey("clerk");
            assertThat(test.started()).containsExactly("clerk");
            assertThat(test.notes()).isEmpty();
        });
    }

    @Test
    void anAbstractClassHasNoTests() {
        assertThat(of(Base.class)).isEmpty();
    }

    abstract static class Base {

        @ReliabilityTarget("clerk")
        final ManagedProcess clerk = ManagedProcess.command("sleep", "300").build();

        @Test
        @ShutdownAttack(target = "clerk")
        void outer() {}

        @Nested
        class Inner {

            @Test
            @ShutdownAttack(target = "clerk")
            void inner() {}
        }
    }

    @SteadyState(name = "the shop", http = "http://127.0.0.1:1/")
    static class Heir extends Base {}
}
