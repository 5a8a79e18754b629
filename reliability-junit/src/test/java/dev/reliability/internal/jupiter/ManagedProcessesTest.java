package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.local.ManagedProcess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
