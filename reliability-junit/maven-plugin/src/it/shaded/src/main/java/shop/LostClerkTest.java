package shop;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.local.ManagedProcess;
import org.junit.jupiter.api.Test;

/** Needs a guard: a process of its own. */
class LostClerkTest extends ClerkTest {

    @ReliabilityTarget("clerk")
    static final ManagedProcess CLERK = ManagedProcess.command("sleep", "300").build();

    @Test
    @ShutdownAttack(target = "clerk")
    void losingTheClerkIsNotNoticed() {}
}
