package dev.reliability.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.CountingMode;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that counts by steps shows the same number for all of a step, whatever happens. */
class StepMetersTest {

    private final AtomicInteger failures = new AtomicInteger();
    private final MeterRegistry steps = new SimpleMeterRegistry(
            new SimpleConfig() {
                @Override
                public String get(String key) {
                    return null;
                }

                @Override
                public CountingMode mode() {
                    return CountingMode.STEP;
                }
            },
            new MockClock());

    private static Observation look(Probe probe) {
        return probe.observe(Duration.ofSeconds(10)).toCompletableFuture().join();
    }

    private static Observation refused(String meter) {
        return new Observation(
                false,
                "rate at most 0",
                meter + " counts by steps, and shows the same for all of a step whatever happens: read it from a"
                        + " registry that counts on, such as a SimpleMeterRegistry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"counter", "timer", "summary", "function"})
    void doNotHideFailures(String kind) {
        more(kind);
        try (Probe probe = MeterProbe.rate(steps.get(kind)).orNone().atMost(0)) {
            more(kind);
            assertThat(look(probe)).isEqualTo(refused(kind));
        }
    }

    private void more(String kind) {
        switch (kind) {
            case "timer" -> steps.timer(kind).record(Duration.ofMillis(3));
            case "summary" -> steps.summary(kind).record(1);
            case "function" -> {
                steps.more().counter(kind, List.of(), failures);
                failures.incrementAndGet();
            }
            default -> steps.counter(kind).increment();
        }
    }

    @Test
    void areFoundBehindARegistryOfOthers() {
        CompositeMeterRegistry others = new CompositeMeterRegistry();
        others.add(steps);
        Counter failed = others.counter("failed");
        try (Probe probe = MeterProbe.rate(others.get("failed")).orNone().atMost(0)) {
            failed.increment();
            assertThat(look(probe)).isEqualTo(refused("failed"));
        }
    }

    @Test
    void ofALevelAreGoodAsTheyAre() {
        // a gauge does not keep what it shows from being collected, a field does
        failures.set(3);
        steps.gauge("depth", failures);
        try (Probe probe = MeterProbe.gauge(steps.get("depth")).atMost(2)) {
            assertThat(look(probe)).isEqualTo(new Observation(false, "gauge at most 2", "3 depth"));
        }
    }
}
