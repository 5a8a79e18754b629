package dev.reliability.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.process.ProcessId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** Reads the pids that processes under test print about themselves as {@code NAME=PID}. */
final class Pids {

    private Pids() {}

    static ProcessId await(String name, Supplier<String> output) {
        return Awaitility.await(name + " in the output")
                .atMost(Duration.ofSeconds(20))
                .until(() -> find(name, output.get()), Optional::isPresent)
                .orElseThrow();
    }

    static void assertGone(ProcessId... ids) {
        for (ProcessId id : ids) {
            assertThat(id.isAlive()).as("process %s still runs", id).isFalse();
        }
    }

    static void awaitGone(ProcessId... ids) {
        Awaitility.await("processes to be gone")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertGone(ids));
    }

    private static Optional<ProcessId> find(String name, String output) {
        Matcher matcher = Pattern.compile("(?m)^" + name + "=([0-9]+)$").matcher(output);
        return matcher.find() ? ProcessId.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }
}
