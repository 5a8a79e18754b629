package shop.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reliability.junit.Attack;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.local.ManagedProcess;
import org.junit.jupiter.api.Test;

/** Its members are private, and its package is opened to nobody. */
class StockTest {

    @ReliabilityTarget("clerk")
    private static final ManagedProcess CLERK = ManagedProcess.command("sleep", "300").build();

    @SteadyStateProbe(every = "20ms")
    private boolean theShopIsOpen() {
        return Stock.left("Ulysses") > 0;
    }

    @Test
    @ShutdownAttack(target = "clerk")
    void runsInsideTheModule(Attack attack) {
        assertTrue(attack.bitten());
        assertEquals("shop.stock", getClass().getModule().getName());
    }
}
