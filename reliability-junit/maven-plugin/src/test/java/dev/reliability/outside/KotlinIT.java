package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.reliability.outside.MavenRun.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Kotlin writes members where Java has none: they work, or the test says why they cannot. The project has the code of the page. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the project stops processes by signals")
class KotlinIT {

    private static final Path PAGE = Path.of("..", "..", "docs", "kotlin.md");
    private static final Pattern FILE = Pattern.compile("`(src/[^`]*)`[^`]*\\n```kotlin\\n(.*?)```", Pattern.DOTALL);
    private static final String ADD_JVM_STATIC =
            "the companion object has it and not the test class: add @JvmStatic, or move it into the class";
    private static final String MOVE =
            "it stands at the top level of a file, and so in no test class: move it into the class";

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

    private void writeThePage() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page.split("```kotlin", -1))
                .as("all of the page is compiled")
                .hasSize(3);
        for (MatchResult found : FILE.matcher(page).results().toList()) {
            Files.writeString(directory.resolve(found.group(1)), OutsideProject.withFreePorts(found.group(2)));
        }
    }

    @Test
    void membersAreFoundOrRefusedAndFunctionsThatSuspendAreTestsOnJUnit6() throws IOException {
        OutsideProject.copy(Path.of("src/it/kotlin"), directory);
        writeThePage();

        MavenRun run = run("verify");

        assertThat(run.exitCode()).as(run.output()).isOne();
        assertThat(results(run))
                .containsOnly(
                        entry("FirstKotlinIT.losing the service is not noticed", ""),
                        entry("shop.PlacesIT.privateProperty", ""),
                        entry("shop.PlacesIT.a getter", ""),
                        entry("shop.PlacesIT$Inner.property", ""),
                        entry("shop.ObjectIT.holds", ""),
                        entry("shop.MisplacedIT.isRefused", "6 problems. No fault was injected."),
                        entry("shop.SuspendingIT.holds", ""),
                        entry(
                                "shop.SuspendingIT.breaks",
                                "FAILED: the test body failed #.# s after shutdown of clerk:"
                                        + " java.lang.IllegalStateException: no books. Reverted; nothing left behind."),
                        entry(
                                "shop.SuspendingIT.nothing",
                                "@ShutdownAttack on SuspendingIT: nothing is asserted, so the test would pass whatever"
                                        + " the fault does: add a steady state that must hold DURING or AFTER the fault,"
                                        + " an expectation, or assertions in the body, which is empty. No fault was"
                                        + " injected."));
        assertThat(run.output())
                .contains(
                        "@SteadyStateProbe on MisplacedIT.Companion.forgotten: " + ADD_JVM_STATIC,
                        "@ReliabilityTarget on MisplacedIT.Companion.other: " + ADD_JVM_STATIC,
                        "@ReliabilityProperty on MisplacedIT.Companion.getDay: " + ADD_JVM_STATIC,
                        "@SteadyStateProbe on MisplacedITKt.nobodyAsks: " + MOVE,
                        "@ReliabilityTarget on MisplacedITKt.nowhere: " + MOVE,
                        "@SteadyStateProbe(probe) on MisplacedIT.suspends(): the function suspends: write fun"
                                + " suspends() = runBlocking<Unit> { … }, or <Boolean>");
        assertThat(run.gate())
                .contains(
                        "6 of 9 reliability tests proven; the gate stays CLOSED",
                        "@SteadyStateProbe on MisplacedIT.Companion.forgotten has no effect: " + ADD_JVM_STATIC,
                        "@ReliabilityTarget on MisplacedITKt.nowhere has no effect: " + MOVE)
                .noneMatch(line -> line.contains("PlacesIT.Companion") || line.contains("JUnit ignores the test"));
        assertThat(run.journal("shop.PlacesIT/a getter[1]/journal.json")).contains("\"mangled\"");

        assertThat(run("reliability:gate@default", "-Djunit.version=5.14.4").gate())
                .anyMatch(line -> line.startsWith("@ShutdownAttack on shop.SuspendingIT has no effect: "));
    }

    private static Map<String, String> results(MavenRun run) {
        return run.cases().stream()
                .collect(Collectors.toMap(test -> test.name().replaceAll("\\$kotlin_shop|\\(.*", ""), Case::line));
    }
}
