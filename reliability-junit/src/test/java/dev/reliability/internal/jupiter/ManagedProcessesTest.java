package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.local.ManagedProcess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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
