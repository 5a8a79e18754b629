package shop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import org.junit.jupiter.api.Test;

class FlakyIT {

    private static boolean before;

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address();
    }

    @Test
    @ShutdownAttack(target = "clerk")
    void onlyTheSecondTime() {
        boolean second = before;
        before = true;
        assertTrue(second, "second time");
    }
}
