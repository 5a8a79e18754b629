package dev.reliability.internal.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.jupiter.CacheFlush.Log;
import dev.reliability.junit.InconclusiveException;
import dev.reliability.junit.Runbook;
import dev.reliability.junit.SteadyState;
import dev.reliability.junit.SteadyStateProbe;
import dev.reliability.testsystem.TinyService;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.AssertionFailedError;

/** How bodies end, what probe methods say, and that no timeout of JUnit's cuts a revert short. */
@Timeout(60)
class BodiesAndProbesTest extends WithVictim {

    static class TimesOut extends WithTarget {

        @Test
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS)
        @CacheFlush(revertMillis = 500)
        void test() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    static class TimesOutInAThreadOfItsOwn extends WithTarget {

        @Test
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
        @CacheFlush(revertMillis = 500)
        void test() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    @Test
    void aTimeoutOfTheTestDoesNotCutTheRevertShort() {
        Throwable thrown = Kit.onlyFailure(Kit.run(directory, TimesOut.class));
        assertThat(thrown)
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("timed out after 100 milliseconds")
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(thrown.getMessage()).startsWith("FAILED: ").contains("Reverted; nothing left behind.");
        assertThat(Log.REVERTED).hasSize(1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void norDoesOneThatRunsTheBodyInAThreadOfItsOwn() {
        Throwable thrown = Kit.onlyFailure(Kit.run(directory, TimesOutInAThreadOfItsOwn.class));
        assertThat(thrown).isInstanceOf(AssertionFailedError.class).hasCauseInstanceOf(TimeoutException.class);
        assertThat(thrown.getMessage()).contains("Reverted; nothing left behind.");
        assertThat(Log.REVERTED).hasSize(1);
    }

    @Runbook("http://runbook.example")
    static class ReturnsTooLate {

        @SteadyStateProbe(every = "10ms")
        boolean holds() {
            return true;
        }

        @Test
        @Timeout(value = 100, unit = TimeUnit.MILLISECONDS)
        void test() {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aBodyThatReturnsAfterItsTimeoutHasFailed() {
        assertThat(Kit.onlyFailure(Kit.run(directory, ReturnsTooLate.class)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("FAILED: the test body failed")
                .hasCauseInstanceOf(TimeoutException.class);
    }

    static final class Skip implements InvocationInterceptor {

        @Override
        public void interceptTestMethod(
                Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
            invocation.skip();
        }
    }

    @ExtendWith(Skip.class)
    static class Skipped extends WithTarget {

        @Test
        @CacheFlush
        void test() {
            assertThat(Log.INJECTED).isNotEmpty();
        }
    }

    @Test
    void aBodyThatAnotherExtensionSkipsProvesNothing() {
        assertThat(Kit.onlyFailure(Kit.run(directory, Skipped.class)))
                .isInstanceOf(InconclusiveException.class)
                .hasMessageStartingWith("INCONCLUSIVE: ")
                .hasMessageContaining("another extension skipped the test body");
    }

    @CacheFlush(name = "outside")
    @ExtendWith(Skip.class)
    static class SkippedInside extends WithTarget {

        @SteadyStateProbe(every = "10ms")
        boolean holds() {
            return true;
        }

        @Test
        void test() {
            throw new IllegalStateException("it ran");
        }
    }

    static final class Swallow implements InvocationInterceptor {

        @Override
        public void interceptTestMethod(
                Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
            try {
                invocation.proceed();
            } catch (Throwable e) {
                assertThat(e).hasMessage("it ran");
            }
        }
    }

    static final class Forgive implements TestExecutionExceptionHandler {

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable throwable) {
            assertThat(throwable).hasMessage("it ran");
        }
    }

    @CacheFlush
    @ExtendWith(Swallow.class)
    static class SwallowedInside extends WithTarget {

        @Test
        void test() {
            throw new IllegalStateException("it ran");
        }
    }

    @CacheFlush
    @ExtendWith(Forgive.class)
    static class ForgivenInside extends WithTarget {

        @Test
        void test() {
            throw new IllegalStateException("it ran");
        }
    }

    @CacheFlush
    @ExtendWith(Proceed.class)
    static class Proceeding extends WithTarget {

        static final AtomicInteger BODIES = new AtomicInteger();

        @Test
        void test() {
            BODIES.incrementAndGet();
        }

        @RepeatedTest(2)
        void repeated() {
            BODIES.incrementAndGet();
        }
    }

    static final class Proceed implements InvocationInterceptor {}

    @Test
    void norDoesOneThatIsSkippedInsideOfOurs() {
        assertThat(Kit.onlyFailure(Kit.run(directory, SkippedInside.class)))
                .isInstanceOf(InconclusiveException.class)
                .hasMessageContaining("another extension skipped the test body");
    }

    @Test
    void aBodyFailsAlsoWhereAnotherExtensionSwallowsWhatItThrows() {
        for (Class<?> tests : List.of(SwallowedInside.class, ForgivenInside.class)) {
            assertThat(Kit.onlyFailure(Kit.run(directory, tests)))
                    .isInstanceOf(AssertionFailedError.class)
                    .hasMessageStartingWith("FAILED: the test body failed")
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void extensionsInBetweenThatGoOnAreNoHindrance() {
        Proceeding.BODIES.set(0);
        Kit.assertAllPass(Kit.run(directory, Proceeding.class), 3);
        assertThat(Proceeding.BODIES).hasValue(3);
    }

    static class BodyAndSteadyState extends WithTarget {

        static final AtomicBoolean INSIDE = new AtomicBoolean();

        @SteadyStateProbe(every = "10ms", recoverWithin = "5s")
        boolean holds() {
            return !INSIDE.get();
        }

        @Test
        @CacheFlush(duration = "300ms")
        void test() throws InterruptedException {
            INSIDE.set(true);
            boolean early = new CountDownLatch(1).await(150, TimeUnit.MILLISECONDS);
            INSIDE.set(early);
            throw new IllegalStateException("no book was sold");
        }
    }

    @Test
    void everythingThatBrokeIsTold() {
        Throwable thrown = Kit.onlyFailure(Kit.run(directory, BodyAndSteadyState.class));
        assertThat(thrown)
                .hasMessageContaining("java.lang.IllegalStateException: no book was sold")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(Kit.suppressed(thrown))
                .singleElement()
                .asString()
                .startsWith("FAILED: \"holds\" was out for ")
                .contains("(expected true, got false)");
    }

    static class Probes extends WithTarget {

        static final AtomicInteger CALLS = new AtomicInteger();
        static final AtomicInteger AT_ONCE = new AtomicInteger();
        static final AtomicInteger MOST_AT_ONCE = new AtomicInteger();

        @SteadyStateProbe(every = "20ms", timeout = "5s")
        void slow() throws InterruptedException {
            MOST_AT_ONCE.accumulateAndGet(AT_ONCE.incrementAndGet(), Math::max);
            assertThat(new CountDownLatch(1).await(25, TimeUnit.MILLISECONDS)).isFalse();
            AT_ONCE.decrementAndGet();
            CALLS.incrementAndGet();
        }

        @SteadyStateProbe(every = "10ms")
        static boolean ofClass() {
            return true;
        }

        @Test
        @CacheFlush(duration = "1s")
        void test() {}
    }

    @Test
    void aProbeMethodNeverRunsConcurrentlyWithItself() {
        Kit.assertAllPass(Kit.run(directory, Probes.class), 1);
        assertThat(Probes.CALLS).hasValueGreaterThan(3);
        assertThat(Probes.MOST_AT_ONCE).hasValue(1);
    }

    static class Hangs extends WithTarget {

        static final AtomicBoolean HANG = new AtomicBoolean();
        static final AtomicInteger INTERRUPTED = new AtomicInteger();

        @SteadyStateProbe(every = "20ms", timeout = "50ms", recoverWithin = "5s")
        void answers() throws InterruptedException {
            if (HANG.get()) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    INTERRUPTED.incrementAndGet();
                    throw e;
                }
            }
        }

        @Test
        @CacheFlush(duration = "600ms")
        void test() throws InterruptedException {
            HANG.set(true);
            boolean early = new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
            HANG.set(early);
        }
    }

    @Test
    void aHangingProbeMethodIsInterruptedAndRecovers() {
        Throwable thrown = Kit.onlyFailure(Kit.run(directory, Hangs.class));
        assertThat(thrown)
                .hasMessageStartingWith("FAILED: \"answers\" was out for ")
                .hasMessageContaining("(expected no exception, got timeout after 50 ms)");
        assertThat(Kit.suppressed(thrown)).as("it recovered").isEmpty();
        assertThat(Hangs.INTERRUPTED).hasValueGreaterThan(0);
    }

    @Runbook("http://runbook.example")
    static class Asserts {

        @SteadyStateProbe(every = "10ms")
        void stock() {
            assertThat(0).as("books in stock").isPositive();
        }

        @Test
        void test() {}
    }

    @Test
    void theWordsOfAnAssertionSayWhatAProbeSaw() {
        assertThat(Kit.onlyFailure(
                        Kit.run(directory, java.util.Map.of("reliability.baseline", "200ms"), Asserts.class)))
                .isInstanceOf(InconclusiveException.class)
                .hasMessageStartingWith(
                        "INCONCLUSIVE: \"stock\" was not steady before the test (expected no exception, got"
                                + " [books in stock] Expecting actual: 0 to be greater than: 0 for 200 ms). No fault was injected.");
    }

    @SteadyState(name = "shop", http = "http://127.0.0.1:${shop.port}/", status = 418, every = "20ms")
    static class Overrides {

        @Test
        @SteadyState(name = "shop", http = "http://127.0.0.1:${shop.port}/", status = 200, every = "20ms")
        void overridden() {}

        @Test
        void notOverridden() {}
    }

    @Test
    void aSteadyStateOfTheMethodOverridesThatOfTheClassByName() throws Exception {
        int port = TinyService.freePort();
        Process service = new ProcessBuilder(TinyService.command(port, "shop")).start();
        try {
            Throwable thrown = Kit.onlyFailure(Kit.run(
                    directory,
                    java.util.Map.of("shop.port", String.valueOf(port), "reliability.baseline", "4s"),
                    Overrides.class));
            assertThat(thrown)
                    .isInstanceOf(InconclusiveException.class)
                    .hasMessageContaining("\"shop\" was not steady before the test (expected 418, got 200");
        } finally {
            service.destroyForcibly();
        }
    }
}
