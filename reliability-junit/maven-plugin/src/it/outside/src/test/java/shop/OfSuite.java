package shop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reliability.junit.Attack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import org.junit.jupiter.api.Test;

class OfSuite {

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address();
    }

    @Test
    @ShutdownAttack(target = "clerk")
    void inASuite(Attack attack) {
        assertTrue(attack.bitten());
    }
}
