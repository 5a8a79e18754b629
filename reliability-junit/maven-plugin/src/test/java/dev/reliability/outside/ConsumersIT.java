package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds of others, with what their projects are made of: the library finds its place in them and changes nothing else. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the projects stop processes by signals")
class ConsumersIT {

    private static final String OF_BOOT_4 = "org/jspecify/jspecify";

    private final OutsideProject published = OutsideProject.compiled();

    @TempDir
    Path directory;

    private MavenRun verify(String project) throws IOException {
        OutsideProject.copy(Path.of("src/it", project), directory);
        return run();
    }

    private MavenRun run() {
        return published.in(
                directory,
                "verify",
                "-Dreliability.version=" + System.getProperty("project.version"),
                "-Dsurefire.version=" + System.getProperty("surefire.version"));
    }

    @Test
    void aModuleRunsItsTestsOnTheModulePath() throws IOException {
        MavenRun run = verify("modular");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.gate()).containsExactly("1 of 1 reliability tests proven");
    }

    /** Boot manages JUnit 5.12 and Jackson 2, or JUnit 6 and Jackson 3, and the client of HTTP. */
    @ParameterizedTest
    @ValueSource(strings = {"3.5.7", "4.0.7"})
    void whatSpringBootManagesStaysAsItIs(String version) throws IOException {
        OutsideProject.copy(Path.of("src/it/boot"), directory);
        Path pom = directory.resolve("pom.xml");
        Files.writeString(pom, Files.readString(pom).replace("@boot.version@", version));

        MavenRun run = run();

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.gate()).containsExactly("1 of 1 reliability tests proven");
        Map<String, String> before = versions("plain");
        Map<String, String> after = versions("reliability");
        assertThat(before)
                .containsKeys(
                        "org/junit/jupiter/junit-jupiter-api",
                        "com/fasterxml/jackson/core/jackson-databind",
                        "org/apache/httpcomponents/client5/httpclient5",
                        "org/slf4j/slf4j-api",
                        "org/assertj/assertj-core")
                .hasSizeGreaterThan(50);
        assertThat(after).containsAllEntriesOf(before).containsKey("dev/reliability/reliability-junit");
        assertThat(after.keySet())
                .as("what the library adds")
                .filteredOn(name -> !before.containsKey(name) && !name.equals(OF_BOOT_4))
                .containsExactlyInAnyOrder(
                        "dev/reliability/reliability-junit",
                        "org/snakeyaml/snakeyaml-engine",
                        "org/hdrhistogram/HdrHistogram",
                        "dnsjava/dnsjava",
                        "info/picocli/picocli");
    }

    /** Returns the versions of what the tests of a module had on their class path, by the artefact. */
    private Map<String, String> versions(String module) throws IOException {
        String classPath = Files.readString(directory.resolve(module).resolve("target/class-path.txt"));
        return Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> entry.replace('\\', '/'))
                .filter(entry -> entry.contains("/repository/"))
                .map(entry -> entry.substring(entry.lastIndexOf("/repository/") + "/repository/".length()))
                .map(Path::of)
                .collect(Collectors.toMap(
                        path -> path.getParent().getParent().toString(),
                        path -> path.getParent().getFileName().toString()));
    }
}
