package dev.reliability.internal.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked for in {@code META-INF/services}, and what is said where a file of another jar took its place. */
class ServiceFilesTest {

    private static final Path SERVICES = Path.of("META-INF", "services");
    private static final String ENGINES = "org.junit.platform.engine.TestEngine";
    private static final String JUPITER = "org.junit.jupiter.engine.JupiterTestEngine";
    private static final String END =
            ". Such files of several jars were not merged when the jars were packed into one: with"
                    + " maven-shade-plugin, add its ServicesResourceTransformer. No fault was injected.";

    /** What was packed into one jar. */
    @TempDir
    Path packed;

    private void write(String service, List<String> lines) throws IOException {
        Files.createDirectories(packed.resolve(SERVICES));
        Files.write(packed.resolve(SERVICES).resolve(service), lines);
    }

    private void writeOwn() throws IOException {
        for (Map.Entry<String, List<String>> file : ServiceFiles.own().entrySet()) {
            write(file.getKey(), file.getValue());
        }
    }

    private void packJupiter() throws IOException {
        Path type = packed.resolve(JUPITER.replace('.', '/') + ".class");
        Files.createDirectories(type.getParent());
        Files.createFile(type);
    }

    private String problem() throws IOException {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {packed.toUri().toURL()}, null)) {
            return ServiceFiles.problem(loader).orElse("none");
        }
    }

    @Test
    void allOfTheLibraryIsLookedFor() throws IOException {
        Map<String, List<String>> files = new HashMap<>();
        try (Stream<Path> all = Files.list(Path.of("src/main/resources").resolve(SERVICES))) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readAllLines(file));
            }
        }

        assertThat(ServiceFiles.own()).isEqualTo(files);
        assertThatNoException().isThrownBy(ServiceFiles::check);
    }

    @Test
    void nothingIsLostWhereFilesWereMerged() throws IOException {
        writeOwn();
        assertThat(problem()).isEqualTo("none");

        packJupiter();
        List<String> merged = new ArrayList<>(List.of("# engines", JUPITER + " # of JUnit"));
        merged.addAll(ServiceFiles.own().get(ENGINES));
        write(ENGINES, merged);
        assertThat(problem()).isEqualTo("none");
    }

    @Test
    void anEngineOfJUnitThatIsLostIsNamed() throws IOException {
        writeOwn();
        packJupiter();

        assertThat(problem()).isEqualTo("ERROR: META-INF/services/" + ENGINES + " does not name " + JUPITER + END);
    }

    @Test
    void whatTheLibraryLostIsNamed() throws IOException {
        writeOwn();
        packJupiter();
        write(ENGINES, List.of(JUPITER, "# dev.reliability.internal.engine.ExperimentFilesEngine"));
        Files.delete(packed.resolve(SERVICES).resolve("dev.reliability.spi.AlarmProvider"));

        assertThat(problem())
                .isEqualTo("ERROR: META-INF/services/" + ENGINES
                        + " does not name dev.reliability.internal.engine.ExperimentFilesEngine;"
                        + " META-INF/services/dev.reliability.spi.AlarmProvider does not name"
                        + " dev.reliability.internal.signal.HttpAlarmProvider" + END);
    }
}
