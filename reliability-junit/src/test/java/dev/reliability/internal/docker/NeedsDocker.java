package dev.reliability.internal.docker;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class where no Docker Engine can be started in a network namespace of its own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("namespaces")
@ExtendWith(NeedsDocker.Condition.class)
public @interface NeedsDocker {

    final class Condition implements ExecutionCondition {

        private static final Optional<String> MISSING = missing();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (MISSING.isEmpty()) {
                return ConditionEvaluationResult.enabled("a Docker Engine can be started");
            }
            if (context.getTestMethod().isEmpty()) {
                System.out.println(context.getDisplayName() + " is skipped: it needs " + MISSING.get());
            }
            return ConditionEvaluationResult.disabled("needs " + MISSING.get());
        }

        private static Optional<String> missing() {
            if (!"root".equals(System.getProperty("user.name"))) {
                return Optional.of("root for a Docker Engine");
            }
            return Stream.of(
                            new String[] {"dockerd", "docker.io"},
                            new String[] {"docker", "docker.io"},
                            new String[] {"busybox", "busybox-static"},
                            new String[] {"nft", "nftables"},
                            new String[] {"iptables", "iptables"},
                            new String[] {"ip", "iproute2"})
                    .filter(need -> Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/bin")
                            .noneMatch(directory -> Files.isExecutable(Path.of(directory, need[0]))))
                    .map(need -> need[0] + " (package " + need[1] + ")")
                    .findFirst()
                    .or(() -> Engine.refusal());
        }
    }
}
