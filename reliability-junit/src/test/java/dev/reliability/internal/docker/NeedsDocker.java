package dev.reliability.internal.docker;

import java.io.IOException;
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

/**
 * Skips a class where a Docker Engine in a network namespace of its own cannot be asked for: without root, its programs, or the right to
 * make namespaces. An engine that could be there and does not start fails the class, so that nothing is skipped for a fault of ours.
 */
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
                started(Engine.refusal());
                return ConditionEvaluationResult.enabled("a Docker Engine can be started");
            }
            if (context.getTestMethod().isEmpty()) {
                System.out.println(context.getDisplayName() + " is skipped: it needs " + MISSING.get());
            }
            return ConditionEvaluationResult.disabled("needs " + MISSING.get());
        }

        static void started(Optional<String> refusal) {
            refusal.ifPresent(why -> {
                throw new IllegalStateException("all that is needed is there, but not " + why);
            });
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
                    .or(() -> mayMakeNamespaces() ? Optional.empty() : Optional.of("the right to make namespaces"));
        }

        private static boolean mayMakeNamespaces() {
            try {
                Process trial = new ProcessBuilder("unshare", "--net", "--mount", "true").start();
                return trial.waitFor() == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
