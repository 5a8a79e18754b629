package shop;

import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyState;
import dev.reliability.local.ManagedProcess;
import org.junit.jupiter.api.Test;

class WithoutFaultIT {

    static final int PORT = Shop.freePort();

    @ReliabilityProperty("shop.url")
    static final String URL = "http://127.0.0.1:" + PORT;

    @ReliabilityTarget("shop")
    static final ManagedProcess SHOP = Shop.at(PORT);

    @Test
    @SteadyState(http = "${shop.url}/books", every = "50ms")
    void isServed() {}
}
