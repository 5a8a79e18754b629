package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** An author outside this project has the sources and the Javadoc of the library at hand. */
class PublishedJarsIT {

    private static List<String> names(String classifier) throws IOException {
        Path jar = Path.of(
                "target", "reliability-junit-" + System.getProperty("project.version") + "-" + classifier + ".jar");
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }

    @Test
    void theSourcesAreThere() throws IOException {
        assertThat(names("sources"))
                .contains(
                        "dev/reliability/junit/SteadyState.java", "dev/reliability/spi/Fault.java", "META-INF/LICENSE");
    }

    @Test
    void theJavadocShowsWhatIsPublicAndNothingElse() throws IOException {
        assertThat(names("javadoc"))
                .anyMatch(name -> name.endsWith("dev/reliability/junit/SteadyState.html"))
                .anyMatch(name -> name.endsWith("dev/reliability/spi/Fault.html"))
                .noneMatch(name -> name.contains("dev/reliability/internal/"));
    }
}
