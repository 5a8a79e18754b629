package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reliability.junit.Attack;
import dev.reliability.junit.ExperimentRun;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.ShutdownAttack;
import dev.reliability.junit.SteadyStateProbe;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Needs Java 21, which the rest of this project does not. */
class VirtualThreadsIT {

    private static final int MANY = 200;

    @ReliabilityTarget("clerk")
    static String clerk() {
        return Clerk.address();
    }

    @SteadyStateProbe(every = "20ms")
    boolean theShopIsOpen() {
        return true;
    }

    @Test
    @ShutdownAttack(target = "clerk")
    void theBodyStartsMany(Attack attack, ExperimentRun run) throws Exception {
        assertTrue((Boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread()), "where the body runs");
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        AtomicInteger seen = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            threads.add((Thread) start.invoke(null, (Runnable) () -> {
                if (attack.bitten() && run.attack("shutdown of clerk").bitten()) {
                    seen.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(MANY, seen.get());
    }
}
