package dev.reliability.samples.bookstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventType.FINISHED;

import dev.reliability.junit.InconclusiveException;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

/** Each unreliable Bookstore fails the build, with a message that says why. */
class UnreliableBookstoreTest {

    @Test
    void withoutHealthCheckNothingMoves() {
        assertThat(run(UnreliableBookstores.WithoutHealthCheck.class))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageMatching("(?s)FAILED: bookstore did not fail over from bookstore-api-blue to "
                        + "bookstore-api-green within 5 s of blackhole of bookstore-api-blue; it still answered "
                        + "bookstore-api-blue after \\d+\\.\\d s\\. Reverted; nothing left behind\\..*");
    }

    @Test
    void withoutSecondaryUsersAreOut() {
        assertThat(run(UnreliableBookstores.WithoutSecondary.class))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageMatching("(?s)FAILED: \"GET /books\" was out for \\d+\\.\\d s \\(allowed 2 s\\), from "
                        + "\\d+\\.\\d s after blackhole of bookstore-api-blue; \\d+ of \\d+ samples failed "
                        + "\\(expected 200, got 503\\)\\. Reverted; nothing left behind\\..*");
    }

    @Test
    void withoutPoolTimeoutRequestsHang() {
        assertThat(run(UnreliableBookstores.WithoutPoolTimeout.class))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageMatching(
                        "(?s)FAILED: \"an answer of blue\" was out for \\d+\\.\\d s \\(allowed 0 s\\), from "
                                + "\\d+\\.\\d s after blackhole of bookstore-api-blue; \\d+ of \\d+ samples failed "
                                + "\\(expected 200 or 503, got timeout after 3 s\\)\\. Reverted; nothing left behind\\..*");
    }

    @Test
    void aFaultThatHitsNothingProvesNothing() {
        assertThat(run(UnreliableBookstores.WithoutTraffic.class))
                .isInstanceOf(InconclusiveException.class)
                .hasMessageMatching("(?s)INCONCLUSIVE: blackhole of bookstore-api-blue dropped nothing in 3 s: no "
                        + "traffic went to payments\\.bookstore\\.example\\. The test proves nothing\\. "
                        + "Reverted; nothing left behind\\..*");
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
        System.out.println(variant.getSimpleName() + " fails the build:\n" + thrown.getMessage());
        return thrown;
    }
}
