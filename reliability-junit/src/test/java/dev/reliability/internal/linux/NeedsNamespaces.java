package dev.reliability.internal.linux;

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
 * Skips a class where network namespaces, nftables and an OpenSSH server cannot be used. A condition, not an assumption: nothing
 * of the class runs then, what clears up after its tests included.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("namespaces")
@ExtendWith(NeedsNamespaces.Condition.class)
public @interface NeedsNamespaces {

    final class Condition implements ExecutionCondition {

        private static final Optional<String> MISSING = missing();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (MISSING.isEmpty()) {
                return ConditionEvaluationResult.enabled("namespaces, nftables and OpenSSH are there");
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
            Optional<String> program = Stream.of(
                            new String[] {"nft", "nftables"},
                            new String[] {"ip", "iproute2"},
                            new String[] {"sshd", "openssh-server"},
                            new String[] {"ssh", "openssh-client"},
                            new String[] {"ssh-keygen", "openssh-client"})
                    .filter(need -> Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                            .noneMatch(directory -> Files.isExecutable(Path.of(directory, need[0]))))
                    .map(need -> need[0] + " (package " + need[1] + ")")
                    .findFirst();
            if (program.isPresent()) {
                return program;
            }
            if (Net.run("ip", "netns", "list").exit() != 0) {
                return Optional.of("ip (package iproute2)");
            }
            return Net.run("unshare", "-n", "nft", "list", "tables").exit() == 0
                    ? Optional.empty()
                    : Optional.of("nf_tables in the kernel");
        }
    }
}
