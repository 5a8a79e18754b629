package dev.reliability.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockingProbeTest {

    private static final Observation GOOD = new Observation(true, "good", "good");
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(100);

    private static CompletableFuture<Observation> sample(Probe probe, Duration timeout) {
        return probe.observe(timeout).toCompletableFuture();
    }

    private static void assertTimedOut(CompletableFuture<Observation> sample) {
        assertThatThrownBy(sample::get).hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void aCallIsMadeOnAThreadOfItsOwn() throws Exception {
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        try (Probe probe = Probe.blocking(() -> {
            caller.complete(Thread.currentThread());
            return GOOD;
        })) {
            assertThat(sample(probe, LONG).get()).isEqualTo(GOOD);
        }
        assertThat(caller.join()).isNotSameAs(Thread.currentThread());
        assertThat(caller.join().isDaemon()).isTrue();
    }

    @Test
    void whatItThrowsMakesAFailedSample() {
        for (Throwable thrown :
                List.of(new IllegalStateException("no"), new IOException("no"), new AssertionError("no"))) {
            try (Probe probe = Probe.blocking(() -> {
                throw sneaky(thrown);
            })) {
                assertThatThrownBy(sample(probe, LONG)::get).hasCause(thrown);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void oneThatTakesTooLongIsInterrupted() {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        try (Probe probe = Probe.blocking(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
            return GOOD;
        })) {
            assertTimedOut(sample(probe, SHORT));
            assertThat(interrupted.join()).isTrue();
        }
    }

    /** Also where one ends at the very moment at which it would be interrupted. */
    @Test
    void anInterruptNeverHitsTheNextCall() {
        AtomicBoolean next = new AtomicBoolean();
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean hit = new AtomicBoolean();
        try (Probe probe = Probe.blocking(
                () -> {
                    if (next.get()) {
                        hit.compareAndSet(false, Thread.currentThread().isInterrupted());
                        return GOOD;
                    }
                    begun.set(true);
                    long end = System.nanoTime() + 1_000_000;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    return GOOD;
                },
                1)) {
            for (int i = 0; i < 300; i++) {
                next.set(false);
                begun.set(false);
                CompletableFuture<Observation> late = sample(probe, Duration.ofMillis(1));
                while (!begun.get() && !late.isDone()) {
                    Thread.onSpinWait();
                }
                next.set(true);
                assertThat(sample(probe, LONG).join()).isEqualTo(GOOD);
            }
        }
        assertThat(hit).isFalse();
    }

    @Test
    void callsThatHangAndCannotBeInterruptedKeepABoundedNumberOfThreads() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Semaphore end = new Semaphore(0);
        try (Probe probe = Probe.blocking(
                () -> {
                    threads.add(Thread.currentThread());
                    end.acquireUninterruptibly();
                    return GOOD;
                },
                3)) {
            List<CompletableFuture<Observation>> samples = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                samples.add(sample(probe, SHORT));
            }
            samples.forEach(BlockingProbeTest::assertTimedOut);
            assertThat(threads).hasSize(3);
            end.release(3);
            // those that waited are over, and are not called any more
            end.release(1);
            assertThat(sample(probe, LONG).join()).isEqualTo(GOOD);
            await().until(() -> end.availablePermits() == 0);
        }
    }

    @Test
    void withOneAtOnceTheCallIsNeverMadeConcurrentlyWithItself() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Probe probe = Probe.blocking(
                () -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    Thread.yield();
                    underWay.decrementAndGet();
                    return GOOD;
                },
                1)) {
            List<CompletableFuture<Observation>> samples = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                samples.add(sample(probe, LONG));
            }
            samples.forEach(CompletableFuture::join);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void closingInterruptsWhatIsUnderWayAndEndsWhatWaits() {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Probe probe = Probe.blocking(
                () -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.complete(true);
                    }
                    return GOOD;
                },
                1);
        CompletableFuture<Observation> first = sample(probe, LONG);
        CompletableFuture<Observation> second = sample(probe, LONG);
        await().until(() -> begun.getCount() == 0);
        probe.close();
        probe.close();
        for (CompletableFuture<Observation> over : List.of(first, second, sample(probe, LONG))) {
            assertThatThrownBy(over::get).isInstanceOf(CancellationException.class);
        }
        assertThat(interrupted.join()).isTrue();
    }

    @Test
    void lessThanOneAtOnceIsRefused() {
        assertThatThrownBy(() -> Probe.blocking(() -> GOOD, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
