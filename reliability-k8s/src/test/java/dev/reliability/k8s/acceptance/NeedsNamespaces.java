package dev.reliability.k8s.acceptance;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class where network namespaces and nftables cannot be used. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("namespaces")
@ExtendWith(NeedsNamespaces.Condition.class)
@interface NeedsNamespaces {

    final class Condition implements ExecutionCondition {

        private static final Optional<String> MISSING = missing();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (MISSING.isEmpty()) {
                return ConditionEvaluationResult.enabled("namespaces and nftables are there");
            }
            if (context.getTestMethod().isEmpty()) {
                System.out.println(context.getDisplayName() + " is skipped: it needs " + MISSING.get());
            }
            return ConditionEvaluationResult.disabled("needs " + MISSING.get());
        }

        private static Optional<String> missing() {
            if (!"root".equals(System.getProperty("user.name"))) {
                return Optional.of("root for network namespaces");
            }
            if (!works("ip", "netns", "list")) {
                return Optional.of("ip (package iproute2)");
            }
            return works("unshare", "-n", "nft", "list", "tables")
                    ? Optional.empty()
                    : Optional.of("nft (package nftables) and nf_tables in the kernel");
        }

        private static boolean works(String... command) {
            try {
                return new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
