package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.jupiter.CacheFlush.Log;
import dev.reliability.junit.Attack;
import dev.reliability.junit.ExperimentRun;
import dev.reliability.junit.Named;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyStateProbe;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.testkit.engine.Event;

/** Annotations count wherever Java and JUnit let them stand, and so do the members of test classes. */
@Timeout(60)
class WhereAnnotationsStandTest {

    private static Process victim;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        victim = new ProcessBuilder("sleep", "300").start();
    }

    @AfterAll
    static void end() {
        victim.destroyForcibly();
    }

    @BeforeEach
    void clear() {
        Log.clear();
    }

    static String address() {
        return "process:" + victim.pid();
    }

    @CacheFlush(name = "inherited")
    static class Base {

        @ReliabilityTarget("cache")
        static String cache = address();
    }

    interface Flushed {}

    @CacheFlush(name = "interface")
    interface AlsoFlushed extends Flushed {}

    @CacheFlush(name = "one", duration = "150ms")
    @CacheFlush(name = "two")
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface FlushedTwice {}

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @Test
    @FlushedTwice
    @interface FlushTest {}

    static class OfSuperclass extends Base {

        @Test
        void test() {
            assertThat(Log.INJECTED).isNotEmpty();
        }
    }

    static class OfInterface implements AlsoFlushed {

        @ReliabilityTarget("cache")
        static String cache = address();

        @Test
        void test() {
            assertThat(Log.INJECTED).isNotEmpty();
        }
    }

    static class Composed {

        @ReliabilityTarget("cache")
        static String cache = address();

        @FlushTest
        void test() {
            assertThat(Log.INJECTED).isNotEmpty();
        }
    }

    @CacheFlush(name = "of outer")
    static class Outer {

        @ReliabilityTarget("cache")
        static String cache = address();

        @Nested
        class Inner {

            @Nested
            class Innermost {

                @Test
                @CacheFlush(name = "of method")
                @CacheFlush(name = "of method, again")
                void test() {
                    assertThat(Log.INJECTED).isNotEmpty();
                }
            }
        }
    }

    @Test
    void annotationsOfSuperclassesCount() {
        Kit.assertAllPass(Kit.run(directory, OfSuperclass.class), 1);
        assertFlushed("inherited");
    }

    @Test
    void annotationsOfInterfacesCount() {
        Kit.assertAllPass(Kit.run(directory, OfInterface.class), 1);
        assertFlushed("interface");
    }

    @Test
    void composedAndRepeatedAnnotationsCount() {
        var results = Kit.run(directory, Composed.class);
        Kit.assertAllPass(results, 1);
        assertFlushed("one", "two");
        Event test = results.testEvents().started().stream().findFirst().orElseThrow();
        assertThat(test.getTestDescriptor().getTags()).contains(TestTag.create("reliability"));
    }

    @Test
    void annotationsOfEnclosingClassesAddUp() {
        Kit.assertAllPass(Kit.run(directory, Outer.class), 1);
        assertFlushed("of outer", "of method", "of method, again");
    }

    private static void assertFlushed(String... names) {
        assertThat(Log.INJECTED).containsExactlyInAnyOrder(names);
        assertThat(Log.REVERTED).containsExactlyInAnyOrder(names);
    }

    static class EveryInvocation {

        static final Queue<String> BODIES = new ConcurrentLinkedQueue<>();

        @ReliabilityTarget("cache")
        static String cache = address();

        @RepeatedTest(3)
        @CacheFlush(name = "repeated")
        void repeated() {
            BODIES.add("repeated");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        @CacheFlush(name = "parameterized")
        void parameterized(String argument, Attack attack) {
            BODIES.add(argument + attack.bitten());
        }
    }

    @Test
    void everyInvocationHasAnExperimentOfItsOwn() {
        EveryInvocation.BODIES.clear();
        Kit.assertAllPass(Kit.run(directory, EveryInvocation.class), 5);
        assertThat(EveryInvocation.BODIES)
                .containsExactlyInAnyOrder("repeated", "repeated", "repeated", "atrue", "btrue");
        assertFlushed("repeated", "repeated", "repeated", "parameterized", "parameterized");
        assertThat(directory.resolve("reports/" + EveryInvocation.class.getName() + "/repeated[3]/journal.json"))
                .exists();
    }

    @TestInstance(Lifecycle.PER_CLASS)
    static class PerClass {

        static final Set<Object> INSTANCES = ConcurrentHashMap.newKeySet();

        @ReliabilityTarget("cache")
        final String cache = address();

        @SteadyStateProbe(every = "10ms")
        boolean holds() {
            return INSTANCES.add(this) || INSTANCES.contains(this);
        }

        @Test
        @CacheFlush(name = "first")
        void first() {}

        @Test
        @CacheFlush(name = "second")
        void second() {}
    }

    @Test
    void oneInstancePerClassHasOneExperimentPerTest() {
        PerClass.INSTANCES.clear();
        Kit.assertAllPass(Kit.run(directory, PerClass.class), 2);
        assertFlushed("first", "second");
        assertThat(PerClass.INSTANCES).hasSize(1);
    }

    static class Members {

        static String seen = "";

        private String port = "";

        @BeforeEach
        void choosePort() {
            port = "4711";
        }

        @ReliabilityTarget("of static field")
        static final String ONE = address();

        @ReliabilityTarget("of field")
        final String two = address();

        @ReliabilityTarget("of static method")
        static String three() {
            return address();
        }

        @ReliabilityTarget("of method")
        String four() {
            return address();
        }

        @ReliabilityProperty("of static field")
        static String five = "of static method";

        @ReliabilityProperty("port")
        String port() {
            return port;
        }

        @Test
        @CacheFlush(target = "of static field", name = "one")
        @CacheFlush(target = "of field", name = "two")
        @CacheFlush(target = "${of static field}", name = "three")
        @CacheFlush(target = "${absent:of method}", name = "four ${port}")
        void test(ExperimentRun run, @Named("two") Attack two) {
            seen = run.title() + " " + two.description() + " " + run.attacks().size() + " "
                    + run.attack("three").description() + " " + run.sinceBite().isPresent();
            run.note("noted");
        }
    }

    @Test
    void fieldsAndMethodsStaticOrNotSayWhatNamesStandFor() {
        Kit.assertAllPass(Kit.run(directory, Members.class), 1);
        assertFlushed("one", "two", "three", "four 4711");
        assertThat(Members.seen)
                .isEqualTo("Members.test cache flush of of field 4 cache flush of of static method true");
    }

    static class Early {

        static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

        @ReliabilityTarget("cache")
        static String cache = address();

        @Test
        @CacheFlush(duration = "1h")
        void test(Attack attack) {
            SEEN.add(attack.bitten() + " " + attack.reverted() + " " + Log.REVERTED.size());
            attack.revert();
            attack.revert();
            SEEN.add(attack.reverted() + " " + Log.REVERTED.size());
        }
    }

    @Test
    void anAttackCanBeEndedEarly() {
        Early.SEEN.clear();
        Kit.assertAllPass(Kit.run(directory, Early.class), 1);
        assertThat(Early.SEEN).containsExactly("true false 0", "true 1");
    }
}
