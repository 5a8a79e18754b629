package dev.reliability.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventType.FINISHED;

import dev.reliability.junit.InconclusiveException;
import dev.reliability.junit.InvalidExperimentException;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

/** Each unreliable variant fails the build, with a message that says why. */
class UnreliableVariantsTest {

    @Test
    void aClientWithoutFailoverFails() {
        assertThat(run(UnreliableVariants.NaiveClient.class))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageMatching("(?s)FAILED: \"the price\" was out for \\d+\\.\\d s \\(allowed 100 ms\\), from "
                        + "\\d+\\.\\d s after shutdown of service; \\d+ of \\d+ samples failed \\(expected no exception, got "
                        + "IOException: http://127\\.0\\.0\\.1:\\d+ did not answer\\)\\. "
                        + "Reverted; nothing left behind\\..*")
                .hasMessageFindingMatch("; (\\d+) of \\1 samples failed ");
    }

    @Test
    void aSickSystemIsNotAttacked() {
        assertThat(run(UnreliableVariants.SickBefore.class))
                .isInstanceOf(InconclusiveException.class)
                .hasMessageStartingWith("INCONCLUSIVE: \"the price\" was not steady before the test "
                        + "(expected true, got false for 2 s). No fault was injected.");
    }

    @Test
    void aFaultWithoutEffectProvesNothing() {
        assertThat(run(UnreliableVariants.FaultWithoutEffect.class))
                .isInstanceOf(InconclusiveException.class)
                .hasMessageMatching(
                        "(?s)INCONCLUSIVE: process kill of service had no effect in 1 s: process \\d+ still "
                                + "runs after signal QUIT\\. The test proves nothing\\. Reverted; nothing left behind\\..*");
    }

    @Test
    void aMistypedTestIsAnErrorBeforeAnythingIsTouched() {
        assertThat(run(UnreliableVariants.MistypedTarget.class))
                .isInstanceOf(InvalidExperimentException.class)
                .hasMessageContaining("@ShutdownAttack(delay) on MistypedTarget.losingTheServiceIsNotNoticed(): "
                        + "\"-1s\" is negative")
                .hasMessageContaining("@ShutdownAttack(target) on MistypedTarget.losingTheServiceIsNotNoticed(): "
                        + "unknown target \"servcie\" (known: service; did you mean \"service\"?)");
    }

    private static Throwable run(Class<?> variant) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(variant))
                .configurationParameter("reliability.baseline", "2s")
                .execute()
                .testEvents()
                .filter(event -> event.getType() == FINISHED)
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow(() -> new AssertionError("it was green")))
                .findFirst()
                .orElseThrow();
    }
}
