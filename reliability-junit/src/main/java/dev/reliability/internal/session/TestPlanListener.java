package dev.reliability.internal.session;

import dev.reliability.spi.SharedClients;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Closes what back ends share, and writes the report, at the end of the test plan; of plans inside one another, at the end of the
 * outermost.
 */
public final class TestPlanListener implements TestExecutionListener {

    private static final AtomicInteger ALL = new AtomicInteger();

    private final AtomicInteger underWay;
    private volatile Instant started = Instant.EPOCH;

    /** One of those that are found by the test platform, which count together. */
    public TestPlanListener() {
        this(ALL);
    }

    TestPlanListener(AtomicInteger underWay) {
        this.underWay = underWay;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        started = Instant.now();
        underWay.incrementAndGet();
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (underWay.decrementAndGet() > 0) {
            return;
        }
        try {
            SharedClients.closeAll();
        } catch (IllegalStateException e) {
            System.err.println("[reliability] " + e.getMessage());
        }
        Reports.write(started);
    }
}
