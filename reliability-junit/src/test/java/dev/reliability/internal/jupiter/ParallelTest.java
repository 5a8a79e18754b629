package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.jupiter.CacheFlush.Log;
import dev.reliability.junit.ReliabilityTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ParallelTest {

    private static final Map<String, String> PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled",
            "true",
            "junit.jupiter.execution.parallel.mode.default",
            "concurrent",
            "junit.jupiter.execution.parallel.mode.classes.default",
            "concurrent",
            "junit.jupiter.execution.parallel.config.strategy",
            "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism",
            "4");

    private static Process one;
    private static Process other;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        one = new ProcessBuilder("sleep", "300").start();
        other = new ProcessBuilder("sleep", "300").start();
    }

    @AfterAll
    static void end() {
        one.destroyForcibly();
        other.destroyForcibly();
    }

    @BeforeEach
    void clear() {
        Log.clear();
    }

    @AfterEach
    void reset() {
        System.clearProperty("reliability.parallel");
    }

    static class Targets {

        @ReliabilityTarget("one")
        static String first = "process:" + one.pid();

        @ReliabilityTarget("other")
        static String second = "process:" + other.pid();
    }

    static class OneTarget extends Targets {

        @Test
        @CacheFlush(target = "one")
        void first() {
            assertThat(Log.IN_FORCE).hasPositiveValue();
        }

        @Test
        @CacheFlush(target = "one")
        void second() {
            assertThat(Log.IN_FORCE).hasPositiveValue();
        }
    }

    static class AnotherClass extends Targets {

        @Test
        @CacheFlush(target = "other")
        void first() {
            assertThat(Log.IN_FORCE).hasPositiveValue();
        }

        @Test
        @CacheFlush(target = "one")
        void second() {
            assertThat(Log.IN_FORCE).hasPositiveValue();
        }
    }

    static class Disjoint extends Targets {

        static final CyclicBarrier BOTH = new CyclicBarrier(2);

        @Test
        @CacheFlush(target = "one")
        void first() throws Exception {
            BOTH.await(20, TimeUnit.SECONDS);
        }

        @Test
        @CacheFlush(target = "other")
        void second() throws Exception {
            BOTH.await(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void twoExperimentsNeverOverlap() {
        Kit.assertAllPass(Kit.run(directory, PARALLEL, OneTarget.class, AnotherClass.class), 4);
        assertThat(Log.INJECTED).hasSize(4);
        assertThat(Log.MOST_IN_FORCE).hasValue(1);
    }

    @Test
    void thoseOnDisjointTargetsDoIfAskedFor() {
        System.setProperty("reliability.parallel", "targets");
        Kit.assertAllPass(Kit.run(directory, PARALLEL, Disjoint.class), 2);
        assertThat(Log.MOST_IN_FORCE).hasValue(2);
    }

    @Test
    void thoseOnOneTargetNeverOverlapEvenThen() {
        System.setProperty("reliability.parallel", "targets");
        Kit.assertAllPass(Kit.run(directory, PARALLEL, OneTarget.class), 2);
        assertThat(Log.MOST_IN_FORCE).hasValue(1);
    }
}
