package dev.reliability.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.spi.SharedClients;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class TestPlanListenerTest {

    /** The plan that this test is part of does not count. */
    private static final AtomicInteger UNDER_WAY = new AtomicInteger();

    private static final AtomicInteger OPENED = new AtomicInteger();
    private static final AtomicInteger CLOSED = new AtomicInteger();

    private record Client() implements AutoCloseable {

        @Override
        public void close() {
            CLOSED.incrementAndGet();
        }
    }

    private static void use() {
        Assumptions.assumeTrue(running, "is run by another test");
        SharedClients.of(Client.class, "one", unused -> {
            OPENED.incrementAndGet();
            return new Client();
        });
    }

    private static volatile boolean running;

    static class Outer {

        @Test
        void usesOneAndRunsOthersThatDo() {
            use();
            run(Inner.class);
            assertThat(CLOSED).hasValue(0);
            use();
        }
    }

    static class Inner {

        @Test
        void usesOne() {
            use();
        }
    }

    private static void run(Class<?> tests) {
        LauncherConfig config = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .addTestExecutionListeners(new TestPlanListener(UNDER_WAY))
                .build();
        LauncherFactory.create(config)
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(DiscoverySelectors.selectClass(tests))
                        .build());
    }

    @AfterEach
    void stop() {
        running = false;
    }

    @Test
    void clientsAreClosedWithTheOutermostPlan() {
        running = true;
        run(Outer.class);
        assertThat(OPENED).hasValue(1);
        assertThat(CLOSED).hasValue(1);
        run(Outer.class);
        assertThat(OPENED).hasValue(2);
        assertThat(CLOSED).hasValue(2);
    }

    @Test
    void theTestPlatformFindsIt() {
        assertThat(ServiceLoader.load(TestExecutionListener.class)).hasAtLeastOneElementOfType(TestPlanListener.class);
    }
}
