package dev.reliability.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Samples of a real registry, on a clock of the test. */
class MeterProbeTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();

    private MeterProbe onClock(MeterProbe probe) {
        return probe.with(nanos::get);
    }

    private Observation after(String duration, Probe probe) {
        nanos.addAndGet(Duration.parse("PT" + duration).toNanos());
        return probe.observe(Duration.ofSeconds(10)).toCompletableFuture().join();
    }

    private void requests(int count, String outcome) {
        Timer timer = registry.timer("http.server.requests", "outcome", outcome);
        for (int i = 0; i < count; i++) {
            timer.record(Duration.ofMillis(3));
        }
    }

    private Probe errors() {
        return onClock(MeterProbe.errorRatio(registry.get("http.server.requests")))
                .atMost(0.1);
    }

    @Test
    void errorsAreThoseOfTheWindowAndNotThoseBefore() {
        requests(100, "SERVER_ERROR");
        try (Probe probe = errors()) {
            requests(9, "SUCCESS");
            requests(1, "SERVER_ERROR");
            assertThat(after("1s", probe))
                    .isEqualTo(new Observation(true, "error ratio at most 0.1", "0.1 (1 of 10 in 1 s)"));

            requests(8, "SUCCESS");
            requests(2, "UNKNOWN");
            assertThat(after("1s", probe))
                    .isEqualTo(new Observation(false, "error ratio at most 0.1", "0.2 (2 of 10 in 1 s)"));

            requests(10, "CLIENT_ERROR");
            assertThat(after("1s", probe))
                    .isEqualTo(new Observation(true, "error ratio at most 0.1", "0 (0 of 10 in 1 s)"));
        }
    }

    @Test
    void aWindowSlidesOverSamplesThatAreCloser() {
        try (Probe probe = errors()) {
            requests(10, "SUCCESS");
            requests(10, "SERVER_ERROR");
            assertThat(after("0.25s", probe).got()).isEqualTo("0.5 (10 of 20 in 0.25 s)");
            requests(20, "SUCCESS");
            assertThat(after("0.75s", probe).got()).isEqualTo("0.25 (10 of 40 in 1 s)");
            assertThat(after("0.25s", probe).got()).isEqualTo("0 (0 of 20 in 1 s)");
        }
    }

    @Test
    void noTrafficIsNotGood() {
        requests(100, "SUCCESS");
        try (Probe probe = errors()) {
            assertThat(after("1s", probe))
                    .isEqualTo(new Observation(
                            false, "error ratio at most 0.1", "http.server.requests counted nothing in 1 s"));
        }
    }

    @Test
    void aMeterThatIsNotThereIsNotGoodUntilItIs() {
        try (Probe probe = errors()) {
            Observation seen = after("1s", probe);
            assertThat(seen.good()).isFalse();
            assertThat(seen.got()).startsWith("no meter: ").contains("http.server.requests");

            requests(10, "SUCCESS");
            assertThat(after("1s", probe).got()).isEqualTo("0 (0 of 10 in 2 s)");
        }
    }

    @Test
    void callsOfResilience4jFailByTheirKind() {
        try (Probe probe = onClock(MeterProbe.errorRatio(registry.get("resilience4j.circuitbreaker.calls")))
                .atMost(0)) {
            registry.counter("resilience4j.circuitbreaker.calls", "kind", "successful")
                    .increment(3);
            registry.counter("resilience4j.circuitbreaker.calls", "kind", "not_permitted")
                    .increment();
            assertThat(after("1s", probe).got()).isEqualTo("0.25 (1 of 4 in 1 s)");
        }
    }

    @Test
    void whichAreErrorsCanBeSaidAndMustBeKnown() {
        MeterProbe orders = onClock(MeterProbe.errorRatio(registry.get("orders")));
        try (Probe unknown = orders.atMost(0);
                Probe known = orders.errors("result", "lost", "late").atMost(0.5)) {
            registry.counter("orders", "result", "lost").increment();
            registry.counter("orders", "result", "stored").increment();
            assertThat(after("1s", unknown))
                    .isEqualTo(new Observation(
                            false,
                            "error ratio at most 0",
                            "orders has no tag that tells errors apart: say which by errors(TAG, VALUE…)"));
            assertThat(after("0s", known).got()).isEqualTo("0.5 (1 of 2 in 1 s)");
        }
    }

    @Test
    void valuesThatNobodyKnowsAreNoSuccesses() {
        try (Probe outcomes =
                        onClock(MeterProbe.errorRatio(registry.get("orders"))).atMost(0.5);
                Probe kinds =
                        onClock(MeterProbe.errorRatio(registry.get("mails"))).atMost(0.5)) {
            registry.counter("orders", "outcome", "FAILURE").increment();
            registry.counter("mails", "kind", "news", "exception", "IOException")
                    .increment();
            assertThat(after("1s", outcomes).got()).startsWith("orders has no tag that tells errors apart");
            assertThat(after("1s", outcomes).good()).isFalse();
            assertThat(after("0s", kinds).got()).isEqualTo("1 (1 of 1 in 2 s)");
        }
        MeterProbe orders = MeterProbe.errorRatio(registry.get("orders"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> orders.errors("result"))
                .withMessage("errors(\"result\"): say which of its values are errors");
    }

    @Test
    void whatAMeterCountedThatIsRemovedIsNotForgotten() {
        try (Probe probe = errors()) {
            requests(10, "SUCCESS");
            assertThat(after("1s", probe).good()).isTrue();
            requests(50, "SERVER_ERROR");
            assertThat(after("1s", probe).good()).isFalse();
            requests(10, "SUCCESS");
            requests(50, "SERVER_ERROR");
            registry.remove(registry.get("http.server.requests")
                    .tag("outcome", "SERVER_ERROR")
                    .timer());
            assertThat(after("1s", probe))
                    .isEqualTo(new Observation(
                            false,
                            "error ratio at most 0.1",
                            "a meter of http.server.requests was removed: what it counted last is not known"));
            requests(10, "SUCCESS");
            assertThat(after("1s", probe).got()).isEqualTo("0 (0 of 10 in 1 s)");
        }
    }

    @Test
    void callsForEachRequest() {
        requests(50, "SUCCESS");
        Probe probe = onClock(MeterProbe.ratio(registry.get("retries"), registry.get("http.server.requests")))
                .atMost(2);
        requests(10, "SUCCESS");
        assertThat(after("1s", probe).good()).as("no meter of retries").isFalse();
        registry.counter("retries").increment(30);
        requests(5, "SUCCESS");
        assertThat(after("1s", probe))
                .isEqualTo(
                        new Observation(true, "ratio at most 2", "2 (30 retries for 15 http.server.requests in 2 s)"));
        registry.counter("retries").increment(30);
        requests(10, "SUCCESS");
        assertThat(after("1s", probe))
                .isEqualTo(
                        new Observation(false, "ratio at most 2", "3 (30 retries for 10 http.server.requests in 1 s)"));
    }

    @Test
    void ratesAreBySecondAndNothingIsGoodOnlyWhereThatIsSaid() {
        registry.counter("log.errors").increment(1000);
        MeterProbe rate = onClock(MeterProbe.rate(registry.get("log.errors")));
        try (Probe few = rate.atMost(10);
                Probe fewOrNone = rate.orNone().atMost(10);
                Probe many = rate.orNone().atLeast(3)) {
            assertThat(after("1s", few))
                    .isEqualTo(new Observation(false, "rate at most 10", "0/s (0 log.errors in 1 s)"));
            assertThat(after("0s", fewOrNone).good()).isTrue();
            assertThat(after("0s", many).good()).isFalse();
            registry.counter("log.errors").increment(10);
            assertThat(after("2s", few))
                    .isEqualTo(new Observation(true, "rate at most 10", "5/s (10 log.errors in 2 s)"));
            assertThat(after("0s", many).good()).isTrue();
        }
    }

    @Test
    void eachGaugeMustBeGood() {
        AtomicInteger first = registry.gauge("pending", Tags.of("pool", "a"), new AtomicInteger(1));
        AtomicInteger second = registry.gauge("pending", Tags.of("pool", "b"), new AtomicInteger(2));
        try (Probe probe = MeterProbe.gauge(registry.get("pending")).atMost(5)) {
            assertThat(after("0s", probe).good()).isTrue();
            second.set(7);
            assertThat(after("0s", probe)).isEqualTo(new Observation(false, "gauge at most 5", "7 pending"));
            second.set(0);
            first.set(9);
            assertThat(after("0s", probe).got()).isEqualTo("9 pending");
        }
    }

    @Test
    void whatIsNoGaugeOrHasNoValueIsNotGood() {
        registry.counter("orders").increment();
        registry.gauge("lost", new Object(), gone -> Double.NaN);
        try (Probe counter = MeterProbe.gauge(registry.get("orders")).atMost(5);
                Probe lost = MeterProbe.gauge(registry.get("lost")).atMost(5);
                Probe gauge = MeterProbe.rate(registry.get("lost")).atLeast(1)) {
            assertThat(after("0s", counter).got())
                    .isEqualTo("orders is no gauge, it is a COUNTER: use rate, ratio or errorRatio");
            assertThat(after("0s", lost).got()).isEqualTo("lost has no value");
            assertThat(after("1s", gauge).got())
                    .isEqualTo("lost does not count, it is a GAUGE: use MeterProbe.gauge(…)");
        }
    }

    @Test
    void limitsThatSayNothingAreRefused() {
        MeterProbe ratio = MeterProbe.errorRatio(registry.get("a"));
        MeterProbe rate = MeterProbe.rate(registry.get("a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ratio.atMost(1))
                .withMessage("atMost(1.0): every error ratio would be on the same side of this limit");
        assertThatIllegalArgumentException().isThrownBy(() -> ratio.atMost(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> ratio.atMost(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> ratio.atLeast(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> rate.atLeast(0));
        assertThatIllegalArgumentException().isThrownBy(() -> rate.over("0s"));
        assertThatIllegalStateException().isThrownBy(ratio::orNone);
        assertThatIllegalStateException().isThrownBy(() -> rate.errors("a", "b"));
    }

    @Test
    void aRegistryThatIsComposedOfNoneMeasuresNothing() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        nothingIsMeasuredIn(
                composite, "is composed of none, so nothing is measured: add one, such as a SimpleMeterRegistry");
        composite.add(new CompositeMeterRegistry());
        nothingIsMeasuredIn(
                composite, "is composed of none, so nothing is measured: add one, such as a SimpleMeterRegistry");
    }

    @Test
    void aRegistryThatIsComposedMeasuresWhatItsPartsDo() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        composite.add(new CompositeMeterRegistry().add(registry));
        composite.gauge("pending", new AtomicInteger(3));
        composite.counter("errors").increment(7);
        try (Probe pending = MeterProbe.gauge(composite.get("pending")).atMost(5);
                Probe errors = onClock(MeterProbe.rate(composite.get("errors")).orNone())
                        .atMost(5)) {
            composite.counter("errors").increment(2);
            assertThat(after("1s", pending)).isEqualTo(new Observation(true, "gauge at most 5", "3 pending"));
            assertThat(after("0s", errors)).isEqualTo(new Observation(true, "rate at most 5", "2/s (2 errors in 1 s)"));
        }
    }

    @Test
    void whatTheFiltersOfAllPartsDenyIsNotMeasured() {
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("pending"));
        CompositeMeterRegistry composite = new CompositeMeterRegistry().add(registry);
        composite.gauge("pending", new AtomicInteger(3));
        try (Probe pending = MeterProbe.gauge(composite.get("pending")).atMost(5)) {
            assertThat(after("0s", pending))
                    .isEqualTo(new Observation(
                            false,
                            "gauge at most 5",
                            "pending is not measured by the registry that it is read from, so it shows 0 whatever"
                                    + " happens: see the filters of that registry"));
        }
    }

    @Test
    void aRegistryThatIsClosedMeasuresNothing() {
        registry.gauge("pending", new AtomicInteger());
        registry.counter("errors");
        LongTaskTimer.builder("tasks").register(registry);
        registry.close();
        nothingIsMeasuredIn(
                registry, "is closed, so nothing is measured any more: take that of the application that runs");
    }

    private void nothingIsMeasuredIn(MeterRegistry empty, String why) {
        if (!empty.isClosed()) {
            empty.gauge("pending", new AtomicInteger());
            empty.counter("errors");
            LongTaskTimer.builder("tasks").register(empty);
        }
        try (Probe pending = MeterProbe.gauge(empty.get("pending")).atMost(5);
                Probe tasks = MeterProbe.gauge(empty.get("tasks")).atMost(5);
                Probe errors =
                        onClock(MeterProbe.rate(empty.get("errors")).orNone()).atMost(5)) {
            assertThat(after("1s", pending))
                    .isEqualTo(new Observation(false, "gauge at most 5", "the registry of pending " + why));
            assertThat(after("0s", tasks))
                    .isEqualTo(new Observation(false, "gauge at most 5", "the registry of tasks " + why));
            assertThat(after("0s", errors))
                    .isEqualTo(new Observation(false, "rate at most 5", "the registry of errors " + why));
        }
    }
}
