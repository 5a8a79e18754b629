package shop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reliability.junit.Attack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A class with parameters, which JUnit has since 5.13. */
@ParameterizedClass
@ValueSource(strings = {"monday", "sunday"})
@ShutdownAttack(target = "clerk")
class ClassParametersIT {

    private final String day;

    ClassParametersIT(String day) {
        this.day = day;
    }

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address();
    }

    @Test
    void plain(Attack attack) {
        assertTrue(attack.bitten(), day);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 20})
    void parameterized(int hour) {
        assertTrue(hour > 0 && !day.isEmpty());
    }

    @Nested
    class AtNight {

        @Test
        void nested(Attack attack) {
            assertTrue(attack.bitten(), day);
        }
    }
}
