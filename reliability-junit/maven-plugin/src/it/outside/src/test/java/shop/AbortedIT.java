package shop;

import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.StopWhen;
import dev.reliability.local.ManagedProcess;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AbortedIT {

    static final int PORT = Shop.freePort();

    @ReliabilityProperty("reliability.deadline")
    static final String DEADLINE = "3s";

    @ReliabilityProperty("shop.url")
    static final String URL = "http://127.0.0.1:" + PORT;

    @ReliabilityTarget("shop")
    static final ManagedProcess SHOP = Shop.at(PORT);

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address();
    }

    @Test
    @ShutdownAttack(target = "shop")
    @StopWhen(http = "${shop.url}/books", outage = "600ms")
    void stopped() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    @ShutdownAttack(target = "clerk")
    void tooLong() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
