package dev.reliability.aws.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PollerTest {

    /** Passes as fast as it is asked to. */
    private static final class Leap implements Poller.Time {

        private final List<Long> pauses = new ArrayList<>();
        private long now = Long.MAX_VALUE - 1_000;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            pauses.add(length.toMillis());
            now += length.toNanos();
        }
    }

    private final Leap time = new Leap();
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void looksUntilItIsEnough() throws Exception {
        Poller poller = new Poller(time, Duration.ofMillis(500), Duration.ofSeconds(5));
        assertThat(poller.await(Duration.ofMinutes(10), looks::incrementAndGet, seen -> seen == 7))
                .isEqualTo(7);
        assertThat(time.pauses).containsExactly(500L, 1_000L, 2_000L, 4_000L, 5_000L, 5_000L);
    }

    @Test
    void looksALastTimeWhenTheTimeIsUp() throws Exception {
        Poller poller = new Poller(time, Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(poller.await(Duration.ofMillis(2_500), looks::incrementAndGet, seen -> false))
                .isEqualTo(4);
        assertThat(time.pauses).hasSize(3);
    }

    @Test
    void looksOnceWithoutAnyTime() throws Exception {
        Poller poller = new Poller(time, Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(poller.await(Duration.ZERO, looks::incrementAndGet, seen -> false))
                .isEqualTo(1);
        assertThat(time.pauses).isEmpty();
    }

    @Test
    void isLeftWhereWhoeverWaitsIsToStop() {
        Poller poller = new Poller(time, Duration.ofSeconds(1), Duration.ofSeconds(1));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> poller.await(Duration.ofMinutes(1), looks::incrementAndGet, seen -> false))
                .isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> poller.look(Duration.ofMinutes(1), looks::incrementAndGet, seen -> false))
                .hasMessage("interrupted while waiting for AWS");
        assertThat(Thread.interrupted()).as("is told on").isTrue();
    }
}
