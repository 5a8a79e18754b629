package dev.reliability.internal.plan;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The per-user directory that survives a clean build. */
public final class StatePaths {

    private StatePaths() {}

    /** Returns the directory that settings or the conventions of the operating system name. */
    public static Path choose(Function<String, Optional<String>> settings) {
        return settings.apply("reliability.state").map(Path::of).orElseGet(StatePaths::conventional);
    }

    private static Path conventional() {
        Path home = Path.of(System.getProperty("user.home"));
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.contains("win")) {
            return environment("LOCALAPPDATA")
                    .orElse(home.resolve("AppData/Local"))
                    .resolve("reliability");
        }
        if (system.contains("mac")) {
            return home.resolve("Library/Application Support/reliability");
        }
        return environment("XDG_STATE_HOME")
                .orElse(home.resolve(".local/state"))
                .resolve("reliability");
    }

    private static Optional<Path> environment(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
