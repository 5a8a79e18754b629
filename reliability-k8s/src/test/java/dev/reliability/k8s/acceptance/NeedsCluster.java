package dev.reliability.k8s.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class where no cluster is named, or no image for its pods. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("cluster")
@ExtendWith(NeedsCluster.Condition.class)
@interface NeedsCluster {

    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Stream.of("KUBECONFIG", "RELIABILITY_K8S_IMAGE")
                    .filter(variable -> System.getenv(variable) == null)
                    .findFirst()
                    .map(missing -> {
                        if (context.getTestMethod().isEmpty()) {
                            System.out.println(context.getDisplayName() + " is skipped: it needs " + missing);
                        }
                        return ConditionEvaluationResult.disabled("needs " + missing);
                    })
                    .orElse(ConditionEvaluationResult.enabled("a cluster is there"));
        }
    }
}
