package shop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reliability.junit.Attack;
import dev.reliability.junit.ExperimentRun;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyStateProbe;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormsIT {

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address();
    }

    @SteadyStateProbe(every = "20ms")
    boolean theShopIsOpen() {
        return true;
    }

    @RepeatedTest(2)
    @ShutdownAttack(target = "clerk")
    void repeated(Attack attack) {
        assertTrue(attack.bitten());
    }

    @ParameterizedTest
    @ValueSource(strings = {"monday", "sunday"})
    @ShutdownAttack(target = "clerk")
    void parameterized(String day, ExperimentRun run) {
        assertTrue(run.attack("shutdown of clerk").bitten(), day);
    }

    @Test
    @Frozen
    void composed(Attack attack) {
        assertTrue(attack.bitten());
    }

    @Nested
    @ShutdownAttack(target = "clerk")
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class AtNight {

        @Test
        void nested(Attack attack) {
            assertTrue(attack.bitten());
        }
    }
}
