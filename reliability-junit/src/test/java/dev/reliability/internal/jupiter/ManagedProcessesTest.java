package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.local.ManagedProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.testkit.engine.EngineTestKit;

class ManagedProcessesTest {

    private static final List<String> STARTED = new ArrayList<>();

    @Test
    void startsProcessesInTheOrderInWhichTheyAreWritten() {
        STARTED.clear();

        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(System.class))
                .execute()
                .testEvents()
                .assertStatistics(events -> events.succeeded(1));

        assertThat(STARTED).containsExactly("database", "api", "cdn", "front door", "load");
    }

    static class OfAll {

        static final CountDownLatch FIRST_IS_OVER = new CountDownLatch(1);

        @ReliabilityTarget("shared")
        static final ManagedProcess SHARED =
                ManagedProcess.command("sleep", "300").name("shared").build();

        static void use() {
            assertThat(SHARED.isAlive()).isTrue();
            assertThat(SHARED.startCount()).isOne();
        }
    }

    @ExtendWith(ReliabilityExtension.class)
    static class First extends OfAll {

        @Test
        void test() throws Exception {
            assertThat(Second.HAS_BEGUN.await(20, TimeUnit.SECONDS)).isTrue();
            use();
        }
    }

    @ExtendWith(ReliabilityExtension.class)
    static class Second extends OfAll {

        static final CountDownLatch HAS_BEGUN = new CountDownLatch(1);

        @Test
        void test() throws Exception {
            HAS_BEGUN.countDown();
            assertThat(FIRST_IS_OVER.await(20, TimeUnit.SECONDS)).isTrue();
            use();
        }
    }

    @Test
    void aProcessOfABaseClassIsThatOfEachHeir() {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(First.class), selectClass(Second.class))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .build();
        List<String> failures = new CopyOnWriteArrayList<>();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
                result.getThrowable().ifPresent(thrown -> failures.add(identifier.getDisplayName() + ": " + thrown));
                if (identifier.isContainer() && identifier.getUniqueId().endsWith("$First]")) {
                    OfAll.FIRST_IS_OVER.countDown();
                }
            }
        });

        assertThat(failures).isEmpty();
        assertThat(OfAll.FIRST_IS_OVER.getCount()).isZero();
        assertThat(OfAll.SHARED.isAlive()).isFalse();
    }

    @Test
    void startsWhatAMethodReturnsForAsLongAsTheMethodLives() {
        RETURNED.clear();

        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Returned.class))
                .execute()
                .testEvents()
                .assertStatistics(events -> events.succeeded(2));

        assertThat(RETURNED).hasSize(4).allMatch(process -> process.startCount() == 1 && !process.isAlive());
    }

    private static final List<ManagedProcess> RETURNED = new ArrayList<>();

    private static ManagedProcess returned(String name) {
        ManagedProcess process = process(name);
        RETURNED.add(process);
        return process;
    }

    @ExtendWith(ReliabilityExtension.class)
    static class Returned {

        @ReliabilityTarget("of the class")
        static ManagedProcess ofTheClass() {
            return returned("of the class");
        }

        @ReliabilityTarget("of the test")
        ManagedProcess ofTheTest() {
            return returned("of the test");
        }

        @Test
        void first() {
            allRun();
        }

        @Test
        void second() {
            allRun();
        }

        private static void allRun() {
            assertThat(RETURNED.subList(RETURNED.size() - 2, RETURNED.size())).allMatch(ManagedProcess::isAlive);
        }
    }

    private static ManagedProcess process(String name) {
        return ManagedProcess.command("sleep", "60")
                .name(name)
                .env("STARTED", process -> {
                    STARTED.add(name);
                    return name;
                })
                .build();
    }

    /** The hash codes of these names are in the opposite order. */
    static class Shared {

        @ReliabilityTarget("database")
        static final ManagedProcess STORE = process("database");

        @ReliabilityTarget("api")
        static final ManagedProcess API = process("api");
    }

    static class System extends Shared {

        @ReliabilityTarget("cdn")
        static final ManagedProcess CDN = process("cdn");

        @ReliabilityTarget("front door")
        static final ManagedProcess AT = process("front door");

        @ReliabilityTarget("load")
        final ManagedProcess load = process("load");

        @Test
        void test() {}
    }
}
