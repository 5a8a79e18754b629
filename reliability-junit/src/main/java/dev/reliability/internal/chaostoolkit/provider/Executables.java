package dev.reliability.internal.chaostoolkit.provider;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds executables as a shell does. */
public final class Executables {
    private Executables() {}

    /** The name with a leading {@code ~} replaced by the home directory. */
    public static String home(String name) {
        if (!name.equals("~") && !name.startsWith("~/")) {
            return name;
        }
        String home = Optional.ofNullable(System.getenv("HOME")).orElse(System.getProperty("user.home"));
        return home + name.substring(1);
    }

    /** The executable file of that name: on the {@code PATH}, or where the name itself says. */
    public static Optional<Path> find(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        if (name.contains("/") || name.contains(File.separator)) {
            return Optional.of(Path.of(name)).filter(Executables::executable);
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/bin:/usr/bin");
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path file = Path.of(folder.isEmpty() ? "." : folder, name);
            if (executable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static boolean executable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
