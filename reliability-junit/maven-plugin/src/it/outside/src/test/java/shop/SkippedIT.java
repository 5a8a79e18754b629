package shop;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

@ShutdownAttack(target = "clerk")
class SkippedIT {

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address();
    }

    @BeforeEach
    void onlyOnMondays() {
        Assumptions.abort("it is not monday");
    }

    @Test
    void assumed() {}

    @Test
    @Disabled("until the clerk is back")
    void disabled() {}
}
