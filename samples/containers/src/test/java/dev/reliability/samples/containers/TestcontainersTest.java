package dev.reliability.samples.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.docker.Engine;
import dev.reliability.internal.docker.NeedsDocker;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers of both lines of Testcontainers are targets as they are, on a real engine. */
@Timeout(240)
@NeedsDocker
class TestcontainersTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"newest", "older"})
    void aContainerOfATestIsATarget(String version) throws Exception {
        assertThat(run(version, OrdersReliability.class))
                .contains("Proven: container ")
                .contains("ENDED ordersSurviveARestartOfTheDatabase() SUCCESSFUL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest", "older"})
    void oneThatWasNotStartedIsAPlanError(String version) throws Exception {
        assertThat(run(version, NotStarted.class))
                .contains("InvalidExperimentException")
                .contains("the container was not started: annotate it with @Container, or start it in @BeforeAll");
    }

    private String run(String version, Class<?> tests) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(version),
                        Runner.class.getName(),
                        tests.getName(),
                        directory.toString())
                .redirectErrorStream(true);
        builder.environment().put("DOCKER_HOST", Engine.address());
        // its own guard is an image of a registry
        builder.environment().put("TESTCONTAINERS_RYUK_DISABLED", "true");
        builder.environment().put("TESTCONTAINERS_CHECKS_DISABLE", "true");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static String classPath(String version) throws IOException {
        String whole = System.getProperty("java.class.path");
        if (version.equals("newest")) {
            return whole;
        }
        List<String> others = Arrays.stream(whole.split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("/testcontainers/") && !entry.contains("/docker-java"))
                .toList();
        try (Stream<Path> older = Files.list(Path.of("target", "testcontainers-older"))) {
            return Stream.concat(older.map(path -> path.toAbsolutePath().toString()), others.stream())
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }
}
