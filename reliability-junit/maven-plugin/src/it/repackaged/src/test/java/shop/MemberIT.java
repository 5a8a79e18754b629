package shop;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.ManagedProcess;
import org.junit.jupiter.api.Test;

/** Where the application is not found, JUnit cannot even look for its tests. */
class MemberIT {

    @ReliabilityTarget("clerk")
    static final ManagedProcess CLERK = ManagedProcess.command("sleep", "300").build();

    @SteadyStateProbe(every = "20ms")
    boolean isOpen() {
        return isOpen(null);
    }

    private static boolean isOpen(Shop shop) {
        return shop == null;
    }

    @Test
    @ShutdownAttack(target = "clerk")
    void losingTheClerkIsNotNoticed() {}
}
