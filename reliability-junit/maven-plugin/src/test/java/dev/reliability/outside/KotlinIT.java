package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reliability.outside.MavenRun.Case;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Functions that suspend are tests since JUnit 6, and none before. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the project stops processes by signals")
class KotlinIT {

    @TempDir
    Path directory;

    private final OutsideProject published = OutsideProject.compiled();

    private MavenRun run(String... arguments) {
        return published.in(
                directory,
                Stream.concat(
                                Stream.of(
                                        "-Dreliability.version=" + System.getProperty("project.version"),
                                        "-Dsurefire.version=" + System.getProperty("surefire.version"),
                                        "-Dmaven.test.failure.ignore"),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }

    @Test
    void functionsThatSuspendAreTestsOnJUnit6() throws IOException {
        OutsideProject.copy(Path.of("src/it/kotlin"), directory);

        MavenRun run = run("verify");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(run.cases())
                .extracting(test -> test.name().replaceAll("shop\\.SuspendingIT\\.|\\(.*", ""), Case::line)
                .containsExactlyInAnyOrder(
                        tuple("holds", ""),
                        tuple(
                                "breaks",
                                "FAILED: the test body failed #.# s after shutdown of clerk:"
                                        + " java.lang.IllegalStateException: no books. Reverted; nothing left behind."),
                        tuple(
                                "nothing",
                                "@ShutdownAttack on SuspendingIT: nothing is asserted, so the test would pass whatever"
                                        + " the fault does: add a steady state that must hold DURING or AFTER the fault,"
                                        + " an expectation, or assertions in the body, which is empty. No fault was"
                                        + " injected."));
        assertThat(run.gate())
                .contains("1 of 3 reliability tests proven; the gate stays CLOSED")
                .noneMatch(line -> line.contains("JUnit ignores the test"));

        assertThat(run("verify", "-Djunit.version=5.14.4").gate())
                .anyMatch(line -> line.startsWith("@ShutdownAttack on shop.SuspendingIT has no effect: "));
    }
}
