package dev.reliability.aws.emulator;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class where something is not there, and says so in one line. */
abstract class Need implements ExecutionCondition {

    private final Optional<String> missing;
    private final String there;

    Need(Optional<String> missing, String there) {
        this.missing = missing;
        this.there = there;
    }

    @Override
    public final ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled(there);
        }
        if (context.getTestMethod().isEmpty()) {
            System.out.println(context.getDisplayName() + " is skipped: it needs " + missing.get());
        }
        return ConditionEvaluationResult.disabled("needs " + missing.get());
    }

    /** Tells whether a command is there and ends well. */
    static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
