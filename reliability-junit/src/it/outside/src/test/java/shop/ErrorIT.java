package shop;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import org.junit.jupiter.api.Test;

class ErrorIT {

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address() + "/stuck";
    }

    @Test
    @ShutdownAttack(target = "clerk")
    void notReverted() {}
}
