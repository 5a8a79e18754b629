package dev.reliability.internal.plan;

import dev.reliability.spi.PlanException;
import java.io.File;
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
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.contains("win")) {
            return environment("LOCALAPPDATA")
                    .orElseGet(() -> home().resolve("AppData/Local"))
                    .resolve("reliability");
        }
        if (system.contains("mac")) {
            return home().resolve("Library/Application Support/reliability");
        }
        return environment("XDG_STATE_HOME")
                .orElseGet(() -> home().resolve(".local/state"))
                .resolve("reliability");
    }

    /** A user without an entry in the password database has none: Java calls it {@code ?}. */
    private static Path home() {
        String home = System.getProperty("user.home", "");
        if (!new File(home).isAbsolute()) {
            throw new PlanException("this user has no home directory (user.home is \"" + home
                    + "\"), where it would be kept how faults are undone: set reliability.state to a directory that a"
                    + " clean build does not delete");
        }
        return Path.of(home);
    }

    private static Optional<Path> environment(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }
}
