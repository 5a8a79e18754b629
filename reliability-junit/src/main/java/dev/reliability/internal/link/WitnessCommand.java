package dev.reliability.internal.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the witness is started. */
final class WitnessCommand {

    static final List<String> JVM_OPTION_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static @Nullable Path extracted;

    private WitnessCommand() {}

    static List<String> commandLine() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(
                java.toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms8m",
                "-Xmx32m",
                "-cp",
                classPath().toString(),
                WitnessMain.class.getName());
    }

    private static Path classPath() {
        CodeSource source = WitnessMain.class.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation() != null) {
            try {
                URI location = source.getLocation().toURI();
                if (location.getScheme().equals("file")) {
                    return Path.of(location);
                }
            } catch (URISyntaxException e) {
                return extract();
            }
        }
        return extract();
    }

    /** For class loaders whose classes do not lie in a file, such as those of nested jars. */
    private static synchronized Path extract() {
        Path present = extracted;
        if (present != null) {
            return present;
        }
        String file = WitnessMain.class.getName().replace('.', '/') + ".class";
        try (InputStream bytes = WitnessMain.class.getResourceAsStream("/" + file)) {
            if (bytes == null) {
                throw new IOException("class file " + file + " is not to be read");
            }
            Path root = Files.createTempDirectory("reliability-witness");
            Path target = root.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(bytes, target);
            for (Path path = target; !path.equals(root.getParent()); path = path.getParent()) {
                path.toFile().deleteOnExit();
            }
            extracted = root;
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot unpack the witness that proves faults on links: " + e.getMessage(), e);
        }
    }
}
