package dev.reliability.internal.cli;

import dev.reliability.internal.plan.StatePaths;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the state directory, with the default that tests have. */
final class StateOption {

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "State directory; by default reliability.state, RELIABILITY_STATE or the user's own.")
    private @Nullable Path state;

    Path directory() {
        return state != null
                ? state
                : StatePaths.choose(name -> Optional.ofNullable(System.getProperty(name))
                        .or(() -> Optional.ofNullable(System.getenv("RELIABILITY_STATE"))));
    }
}
