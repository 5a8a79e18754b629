package dev.reliability.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.shell.LocalShell;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The id that a cloud gave a machine tells whoever logs in to it which instance that is. */
@NeedsNamespaces
class MachineOfACloudIT {

    /** What a machine shows that was started from an image of a cloud; its namespaces are given. */
    private static final String CLOUD =
            """
            mount -t tmpfs none /var/lib && mkdir -p /var/lib/cloud/data && echo "$0" >/var/lib/cloud/data/instance-id
            export pid=$1 first=$2 own=$3
            readlink() {
              case $1 in
                /proc/self/ns/pid) echo "pid:[$pid]" ;;
                /proc/1/ns/net) echo "net:[$first]" ;;
                /proc/self/ns/net) echo "net:[$own]" ;;
              esac
            }
            export -f readlink
            shift 3 && exec "$@"
            """;

    @ParameterizedTest
    @CsvSource({
        "i-0123456789abcdef0, 4026531836, 1, 1, machine i-0123456789abcdef0",
        "i-01234567, 4026531836, 1, 1, machine i-01234567",
        "6A3B0F6E-1C2D-4F7A-9B8C-0D1E2F3A4B5C, 4026531836, 1, 1, ''",
        "6a3b0f6e-1c2d-4f7a-9b8c-0d1e2f3a4b5c, 4026531836, 1, 1, machine 6a3b0f6e-1c2d-4f7a-9b8c-0d1e2f3a4b5c",
        "iid-datasource-none, 4026531836, 1, 1, ''",
        "i-0123456789abcdef0, 4026532000, 1, 1, ''",
        "i-0123456789abcdef0, 4026531836, 1, 2, ''"
    })
    void isToldOfTheWholeMachineOnly(String id, String pids, String first, String own, String key) {
        try (LocalShell machine = new LocalShell()) {
            Set<String> keys = HostFacts.of(
                            ViaShell.program(machine, "unshare", "--mount", "bash", "-c", CLOUD, id, pids, first, own),
                            List.of())
                    .keys();

            assertThat(keys).hasSize(key.isEmpty() ? 1 : 2).anyMatch(one -> one.startsWith("host "));
            if (!key.isEmpty()) {
                assertThat(keys).contains(key);
            }
        }
    }
}
