package dev.reliability.internal.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the witness is started. */
final class WitnessCommand {

    static final List<String> JVM_OPTION_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private WitnessCommand() {}

    static List<String> commandLine() {
        return commandLine(WitnessMain.class);
    }

    static List<String> commandLine(Class<?> main) {
        Optional<Path> place = place(main);
        Path classPath = place.orElseGet(() -> extract(main));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms8m",
                "-Xmx32m",
                "-cp",
                classPath.toString(),
                main.getName()));
        if (place.isEmpty()) {
            // removed by the witness as soon as it runs: this JVM may be killed at any time
            command.add(classPath.toString());
        }
        return command;
    }

    private static Optional<Path> place(Class<?> main) {
        CodeSource source = main.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation() != null) {
            try {
                URI location = source.getLocation().toURI();
                if (location.getScheme().equals("file")) {
                    return Optional.of(Path.of(location));
                }
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** For class loaders whose classes do not lie in a file, such as those of nested jars. */
    private static Path extract(Class<?> main) {
        String file = main.getName().replace('.', '/') + ".class";
        try (InputStream bytes = main.getResourceAsStream("/" + file)) {
            if (bytes == null) {
                throw new IOException("class file " + file + " is not to be read");
            }
            Path root = Files.createTempDirectory("reliability-witness");
            Path target = root.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(bytes, target);
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot unpack the witness that proves faults on links: " + e.getMessage(), e);
        }
    }
}
