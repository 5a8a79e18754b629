package dev.reliability.aws.emulator;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Skips a class where moto is not there, or hosts cannot be made of namespaces. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("namespaces")
@ExtendWith(NeedsHosts.Condition.class)
public @interface NeedsHosts {

    final class Condition extends Need {

        private static final Optional<String> MISSING = missing();

        Condition() {
            super(MISSING, "moto is there, and namespaces can be made");
        }

        private static Optional<String> missing() {
            if (Moto.missing().isPresent()) {
                return Moto.missing();
            }
            if (!"root".equals(System.getProperty("user.name"))) {
                return Optional.of("root to make hosts of namespaces");
            }
            Optional<String> program = Stream.of(
                            new String[] {"unshare", "util-linux"},
                            new String[] {"nsenter", "util-linux"},
                            new String[] {"ip", "iproute2"},
                            new String[] {"nft", "nftables"},
                            new String[] {"sshd", "openssh-server"},
                            new String[] {"ssh", "openssh-client"})
                    .filter(need -> Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                            .noneMatch(directory -> Files.isExecutable(Path.of(directory, need[0]))))
                    .map(need -> need[0] + " (package " + need[1] + ")")
                    .findFirst();
            if (program.isPresent()) {
                return program;
            }
            return succeeds("unshare", "-n", "nft", "list", "tables")
                            && succeeds("unshare", "-n", "ip", "link", "add", "name", "lan", "type", "bridge")
                    ? Optional.empty()
                    : Optional.of("the right to make namespaces, and bridges and nf_tables in the kernel");
        }
    }
}
