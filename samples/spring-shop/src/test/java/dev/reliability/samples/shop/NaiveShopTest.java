package dev.reliability.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventType.FINISHED;

import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

/** The naive shop fails the build, with a message that says why. */
class NaiveShopTest {

    private static final String OUT =
            " was out for \\d+\\.\\d s \\(allowed 0 s\\), from \\d+\\.\\d s after blackhole of ";
    private static final String FAILED = "; \\d+ of \\d+ samples failed ";
    private static final String END = " Reverted; nothing left behind\\..*";

    @Test
    void aClientWithoutTimeoutHangsItsCallers() {
        assertThat(run(NaiveShop.NoTimeout.class))
                .hasMessageMatching("(?s)FAILED: \"reviews\"" + OUT + "reviews" + FAILED
                        + "\\(expected 200, got timeout after 1 s\\)\\." + END);
    }

    @Test
    void aPoolOfConnectionsThatHangIsExhausted() {
        assertThat(run(NaiveShop.PoolExhausted.class))
                .hasMessageMatching("(?s)FAILED: \"nobodyWaitsForAConnection\"" + OUT + "db" + FAILED
                        + "\\(expected gauge at most 0, got \\d+ hikaricp.connections.pending\\)\\." + END);
    }

    @Test
    void retriesWithoutEndMultiplyTheLoad() {
        assertThat(run(NaiveShop.RetriesStorm.class))
                .hasMessageMatching("(?s)FAILED: \"reviewsAreNotStormed\"" + OUT + "reviews" + FAILED
                        + "\\(expected ratio at most 3, got [\\d.]+ \\(\\d+ shop.reviews.calls for \\d+ http.server.requests"
                        + " in [\\d.]+ s\\)\\)\\." + END);
    }

    private static Throwable run(Class<?> variant) {
        Throwable thrown = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(variant))
                .execute()
                .testEvents()
                .filter(event -> event.getType() == FINISHED)
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow(() -> new AssertionError("it was green")))
                .findFirst()
                .orElseThrow();
        System.out.println("The naive shop fails the build:\n" + thrown.getMessage());
        assertThat(thrown).isInstanceOf(AssertionFailedError.class);
        return thrown;
    }
}
