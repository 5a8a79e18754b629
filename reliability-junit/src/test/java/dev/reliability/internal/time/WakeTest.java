package dev.reliability.internal.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WakeTest {

    private static final long NEVER = Long.MAX_VALUE / 2;
    private static final Duration LONG = Duration.ofHours(1);

    private final Wake wake = new Wake(new ManualTicker());

    @Test
    void anEventBetweenTheLookAndTheWaitIsNotLost() {
        long mark = wake.mark();
        wake.signal();
        wake.awaitAfter(mark, NEVER);
        assertThat(wake.mark()).isNotEqualTo(mark);
    }

    @Test
    void anEventWakesAWaitingThread() throws Exception {
        AtomicBoolean condition = new AtomicBoolean();
        AtomicReference<Thread> waiter = new AtomicReference<>();
        CompletableFuture<Boolean> woken = CompletableFuture.supplyAsync(() -> {
            waiter.set(Thread.currentThread());
            return wake.awaitUntil(condition::get, NEVER, LONG);
        });
        await().until(() -> waiter.get() != null && waiter.get().getState() == Thread.State.TIMED_WAITING);
        condition.set(true);
        wake.signal();
        assertThat(woken.get()).isTrue();
    }

    @Test
    void endsWhenTheTimeIsOver() {
        ManualTicker ticker = new ManualTicker();
        Wake onTime = new Wake(ticker);
        ticker.set(Duration.ofSeconds(5));
        assertThat(onTime.awaitUntil(() -> false, Duration.ofSeconds(5).toNanos(), LONG))
                .isFalse();
        assertThat(onTime.awaitUntil(() -> true, Duration.ofSeconds(5).toNanos(), LONG))
                .isTrue();
    }

    @Test
    void anInterruptEndsNoWaitAndIsPassedOn() throws Exception {
        AtomicReference<Thread> waiter = new AtomicReference<>();
        CompletableFuture<Boolean> interruptedAfterwards = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            waiter.set(Thread.currentThread());
            wake.awaitAfter(wake.mark(), NEVER);
            interruptedAfterwards.complete(Thread.currentThread().isInterrupted());
        });
        thread.start();
        await().until(() -> waiter.get() != null && thread.getState() == Thread.State.TIMED_WAITING);
        thread.interrupt();
        await().until(() -> !thread.isInterrupted() && thread.getState() == Thread.State.TIMED_WAITING);
        assertThat(interruptedAfterwards).isNotDone();
        wake.signal();
        assertThat(interruptedAfterwards.get()).isTrue();
    }
}
