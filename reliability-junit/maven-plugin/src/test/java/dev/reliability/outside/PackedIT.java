package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Jars that were packed into others, tests as well as what they test: it works, or one error says why not. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the projects stop processes by signals")
class PackedIT {

    private static final String REPACKAGED =
            "No class path finds the classes of boot-shop-1.jar, such as shop.Shop: they lie"
                    + " in its BOOT-INF/classes/, since it was repackaged. Give Failsafe"
                    + " <classesDirectory>${project.build.outputDirectory}</classesDirectory>, or the repackaged jar a"
                    + " <classifier>";

    private final OutsideProject published = OutsideProject.compiled();

    @TempDir
    Path directory;

    private MavenRun maven(String... arguments) {
        return published.in(
                directory,
                Stream.concat(
                                Stream.of(
                                        "-Dreliability.version=" + System.getProperty("project.version"),
                                        "-Dsurefire.version=" + System.getProperty("surefire.version")),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private MavenRun java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + directory.resolve("temporary"),
                "-Dreliability.state=" + directory.resolve("state"),
                "-Dreliability.reports=" + directory.resolve("target/reliability")));
        command.addAll(List.of(arguments));
        return published.launched(command);
    }

    private String packed(String kind) {
        return directory.resolve("target/shop-tests-1-" + kind + ".jar").toString();
    }

    private MavenRun shaded(String kind) {
        return java(
                "-cp",
                packed(kind),
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--disable-banner",
                "--disable-ansi-colors",
                "--scan-classpath=" + packed(kind),
                "--include-classname=shop[.].*");
    }

    private MavenRun gate(String kind, String classes) {
        return java(
                "-cp",
                packed(kind),
                "dev.reliability.junit.ReliabilityGate",
                "--classes=" + packed(classes),
                "--reports=" + directory.resolve("target/reliability"),
                "--exclude=(?!shop[.]).*");
    }

    @Test
    void testsOfAPackedJarRunOrSayWhyTheyCannot() throws IOException {
        OutsideProject.copy(Path.of("src/it/shaded"), directory);
        Files.createDirectories(directory.resolve("temporary"));
        MavenRun build = maven("package");
        assertThat(build.exitCode()).as(build.output()).isZero();

        isClosed(
                "unmerged",
                "org.junit.platform.engine.TestEngine does not name org.junit.jupiter.engine.JupiterTestEngine. ");
        isClosed(
                "theirs",
                "org.junit.platform.engine.TestEngine does not name dev.reliability.internal.engine.ExperimentFilesEngine; "
                        + "META-INF/services/org.junit.platform.launcher.TestExecutionListener does not name"
                        + " dev.reliability.internal.gate.ManifestListener, dev.reliability.internal.session.TestPlanListener;"
                        + " META-INF/services/org.junit.platform.launcher.LauncherDiscoveryListener does not name"
                        + " dev.reliability.internal.packaging.PackagingListener. ");

        MavenRun merged = shaded("merged");
        assertThat(merged.exitCode()).as(merged.output()).isZero();
        assertThat(merged.output())
                .contains("Proven: ", "All 4 experiments passed.")
                .doesNotContain("WARNING", "Error scanning");
        MavenRun open = gate("merged", "merged");
        assertThat(open.exitCode()).as(open.output()).isZero();
        assertThat(open.gate()).endsWith("3 proven, 1 without a fault, of 4 reliability tests");

        staysNested();
        MavenRun closed = gate("merged", "nested");
        assertThat(closed.exitCode()).as(closed.output()).isOne();
        assertThat(closed.gate())
                .containsExactly(
                        packed("nested")
                                + " was repackaged, and no class path finds the classes in its BOOT-INF/classes/:"
                                + " unpack it by \"jar xf\", and name that directory with --classes",
                        "0 of 0 reliability tests proven; the gate stays CLOSED");
    }

    private void isClosed(String kind, String lost) {
        MavenRun run = shaded(kind);
        assertThat(run.exitCode()).as(run.output()).isNotZero();
        assertThat(run.output())
                .contains("ERROR: META-INF/services/" + lost + "Such files of several jars were not merged")
                .doesNotContain("Injecting");
    }

    /** The witness comes out of a jar in a jar, and leaves nothing; guards do not, and so nothing is started that needs one. */
    private void staysNested() throws IOException {
        MavenRun nested = java(
                "-jar",
                packed("nested"),
                "execute",
                "--disable-banner",
                "--disable-ansi-colors",
                "--select-class=shop.ReviewsTest",
                "--select-class=shop.LostClerkTest",
                "--select-class=shop.ExperimentsTest");
        assertThat(nested.exitCode()).as(nested.output()).isOne();
        assertThat(nested.output())
                .contains(
                        "Reverted latency of reviews; nothing left behind",
                        "the library lies in a jar inside of another one (jar:nested:",
                        "experiments are read from directories and jar files")
                .doesNotContain("Injecting shutdown", "is neither on the test class path");
        try (Stream<Path> left = Files.list(directory.resolve("temporary"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void anApplicationThatFailsafeDoesNotFindIsNamed() throws IOException {
        OutsideProject.copy(Path.of("src/it/repackaged"), directory);

        MavenRun run = maven("verify", "-Dboot.version=3.5.7", "-Dmaven.test.failure.ignore", "-Dit.test=!MemberIT");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.output()).contains("[reliability] " + REPACKAGED);
        assertThat(run.gate())
                .anyMatch(line ->
                        line.startsWith("shop.InsideIT.losingReviewsIsNotNoticed() is not proven: shop.InsideIT")
                                && line.contains(REPACKAGED))
                .as("a process finds its classes in the jar")
                .contains("2 of 4 reliability tests proven; the gate stays CLOSED");

        MavenRun undiscovered = maven("verify", "-Dboot.version=3.5.7", "-Dit.test=MemberIT");
        assertThat(undiscovered.exitCode()).as(undiscovered.output()).isOne();
        assertThat(undiscovered.output()).contains("[reliability] " + REPACKAGED);
    }

    @Test
    void whatTheDocumentationSaysOfFailsafeIsSo() throws IOException {
        OutsideProject.copy(Path.of("src/it/repackaged"), directory);
        assertThat(Files.readString(Path.of("..", "..", "docs", "spring-boot.md")))
                .contains("`<classesDirectory>${project.build.outputDirectory}</classesDirectory>`");

        MavenRun run = maven("verify", "-Dboot.version=4.0.7", "-Pas-documented");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.gate()).containsExactly("4 of 4 reliability tests proven");
        assertThat(directory.resolve("target/boot-shop-1.jar.original")).exists();
    }
}
