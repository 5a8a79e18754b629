package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reliability.junit.Attack;
import dev.reliability.junit.ProcessKillAttack;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.CpuAttack;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.ManagedProcess;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class InconclusiveIT {

    static final int PORT = Shop.freePort();

    @ReliabilityProperty("reliability.baseline")
    static final String BASELINE = "6s";

    @ReliabilityProperty("shop.url")
    static final String URL = "http://127.0.0.1:" + PORT;

    @ReliabilityTarget("shop")
    static final ManagedProcess SHOP = Shop.at(PORT);

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address();
    }

    @ReliabilityTarget("sturdy clerk")
    static String sturdyClerk() {
        return Clerk.address() + "/harmless";
    }

    @Test
    @SteadyState(http = "${shop.url}/sick", every = "50ms")
    @ShutdownAttack(target = "shop")
    void sickBefore() {}

    @Test
    @SteadyState(http = "${shop.url}/books", every = "50ms", outage = "30s")
    @ProcessKillAttack(target = "shop", duration = "1s")
    void stillOut() {}

    @Test
    @CpuAttack(target = "sturdy clerk", duration = "1s")
    void withoutEffect(Attack attack) {
        assertEquals("freeze of sturdy clerk", attack.description());
    }

    @Test
    @ShutdownAttack(target = "clerk")
    void assumptionNotMet() {
        Assumptions.abort("it is sunday");
    }
}
