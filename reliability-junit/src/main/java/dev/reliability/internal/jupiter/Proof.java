package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.internal.evidence.Manifest;
import dev.reliability.internal.evidence.Manifest.Invocation;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What the gate will be told of one invocation. */
final class Proof {

    private final Manifest manifest;
    private final Invocation invocation;

    Proof(ExtensionContext context) {
        manifest = Manifest.in(context::getConfigurationParameter);
        manifest.testedFrom(context.getRequiredTestClass());
        invocation = Invocation.now(
                context.getUniqueId(),
                context.getEnclosingTestClasses(),
                context.getRequiredTestClass(),
                context.getRequiredTestMethod(),
                context.getDisplayName());
    }

    void failedToStart(Throwable thrown) {
        String verdict = thrown instanceof InvalidPlanException ? "INVALID" : "ERROR";
        manifest.verdict(invocation, verdict, String.valueOf(thrown.getMessage()), false, Optional.empty());
    }

    void ended(ExperimentResult result) {
        manifest.verdict(
                invocation,
                result.verdict().name(),
                result.passed() ? "" : result.message(),
                !result.faults().isEmpty(),
                result.journal());
    }
}
