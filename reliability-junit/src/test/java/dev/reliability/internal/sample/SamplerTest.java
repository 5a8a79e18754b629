package dev.reliability.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reliability.internal.time.ManualTicker;
import dev.reliability.internal.time.Ticker;
import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SamplerTest {

    private static final Duration EVERY = Duration.ofMillis(20);
    private static final Observation GOOD = new Observation(true, "200", "200");

    private final ManualTicker ticker = new ManualTicker();
    private final AtomicInteger asked = new AtomicInteger();
    private Sampler sampler = sampler(timeout -> CompletableFuture.completedFuture(GOOD), Duration.ofSeconds(3));

    private Sampler sampler(Probe probe, Duration timeout) {
        return new Sampler(
                limit -> {
                    asked.incrementAndGet();
                    return probe.observe(limit);
                },
                timeout,
                EVERY,
                ticker,
                () -> {});
    }

    @AfterEach
    void close() {
        sampler.close();
    }

    @Test
    void aStalledServiceIsNotAskedLessOften() {
        sampler = sampler(timeout -> new CompletableFuture<>(), Duration.ofHours(1));
        sampler.start();
        ticker.set(EVERY.multipliedBy(50));
        await().until(() -> asked.get() == 51);
        assertThat(sampler.series().completed(0, Long.MAX_VALUE)).isEmpty();
        assertThat(sampler.series().pending(0, 1)).isTrue();
        assertThat(sampler.series().pending(EVERY.multipliedBy(50).toNanos(), Long.MAX_VALUE))
                .isTrue();
    }

    @Test
    void samplesAreDueAtMomentsFixedBeforehand() {
        sampler.start();
        // The sampler itself was kept from running for a while, between its own ticks.
        ticker.set(Duration.ofMillis(127));
        await().until(() -> intended().size() == 7);
        assertThat(intended()).containsExactly(0L, 20L, 40L, 60L, 80L, 100L, 120L);
        ticker.set(Duration.ofMillis(140));
        await().until(() -> intended().size() == 8);
        assertThat(intended()).endsWith(140L);
    }

    @Test
    void latencyCountsFromTheIntendedTime() {
        sampler.start();
        ticker.set(Duration.ofMillis(39));
        await().until(() -> intended().size() == 2);
        Sample second = sampler.series().completed(1, Long.MAX_VALUE).get(0);
        assertThat(Duration.ofNanos(second.ended() - second.intended())).isEqualTo(Duration.ofMillis(19));
    }

    @Test
    void aProbeThatNeverAnswersHasFailedAfterItsTimeout() {
        sampler = new Sampler(
                timeout -> new CompletableFuture<>(),
                Duration.ofMillis(30),
                Duration.ofHours(1),
                Ticker.SYSTEM,
                () -> {});
        sampler.start();
        await().until(() -> !all().isEmpty());
        assertThat(all().get(0).observation()).isEqualTo(new Observation(false, "an answer", "timeout after 30 ms"));
    }

    @Test
    void aProbeThatThrowsIsAFailedSample() {
        sampler = sampler(
                timeout -> {
                    throw new IllegalStateException("broken probe");
                },
                EVERY);
        sampler.start();
        await().until(() -> !all().isEmpty());
        assertThat(all().get(0).good()).isFalse();
        assertThat(all().get(0).observation().got()).contains("broken probe");
    }

    @Test
    void anErrorInAProbeIsAFailedSampleToo() {
        sampler = sampler(
                timeout -> {
                    throw new AssertionError("broken class");
                },
                EVERY);
        sampler.start();
        await().until(() -> !all().isEmpty());
        assertThat(all().get(0).observation().got()).contains("broken class");
    }

    @Test
    void nothingIsAskedOnceThereIsNoRoomForTheAnswer() {
        Series few = new Series(3);
        sampler = new Sampler(
                limit -> {
                    asked.incrementAndGet();
                    return CompletableFuture.completedFuture(GOOD);
                },
                EVERY,
                EVERY,
                ticker,
                () -> {},
                few);
        sampler.start();
        ticker.set(EVERY.multipliedBy(50));
        await().until(() -> all().size() == 3);
        assertThat(few.isFull()).isTrue();
        sampler.sampleHere();
        assertThat(asked).hasValue(3);
        assertThat(intended()).containsExactly(0L, 20L, 40L);
    }

    @Test
    void nothingIsTakenAfterTheClose() {
        sampler.start();
        await().until(() -> intended().size() == 1);
        sampler.close();
        ticker.set(Duration.ofMinutes(1));
        Sampler other = sampler;
        sampler = sampler(timeout -> CompletableFuture.completedFuture(GOOD), EVERY);
        sampler.start();
        ticker.advance(EVERY);
        await().until(() -> all().size() == 2);
        assertThat(other.series().completed(0, Long.MAX_VALUE)).hasSize(1);
    }

    private List<Sample> all() {
        return sampler.series().completed(0, Long.MAX_VALUE);
    }

    private List<Long> intended() {
        return all().stream()
                .map(sample -> Duration.ofNanos(sample.intended()).toMillis())
                .toList();
    }
}
