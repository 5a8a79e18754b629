package dev.reliability.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The project of the README, word for word, in an empty directory: red, then green. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are written for a shell")
class ReadmeProjectIT {

    private static final Path README = Path.of("..", "..", "README.md");
    private static final Pattern FILE =
            Pattern.compile("`((?:src/|pom)[^`]*)`[^`]*\\n```(?:xml|java)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("```\\n((?:FAILED|reliability gate): .*)\\n```");

    /** Its name has a blank, as directories of users do. */
    @TempDir
    Path directory;

    private record ProjectFile(String name, String content) {}

    private final OutsideProject published = OutsideProject.compiled();

    /** From the heading on; the ports alone are others, since somebody may listen on those. */
    private static String section() throws IOException {
        String text = Files.readString(README);
        String section = text.substring(
                text.indexOf("## Ten minutes from an empty project"), text.indexOf("## Chaos Toolkit experiments"));
        return OutsideProject.withFreePorts(section);
    }

    private static List<ProjectFile> files(String section) {
        List<ProjectFile> files = new ArrayList<>();
        for (MatchResult found : FILE.matcher(section).results().toList()) {
            files.add(new ProjectFile(found.group(1), found.group(2)));
        }
        return files;
    }

    private static void write(Path project, ProjectFile file) throws IOException {
        Path path = project.resolve(file.name());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.content());
    }

    private static String comparable(String message) {
        return message.replaceAll("\\d+\\.\\d s", "# s").replaceAll("\\d+ of \\d+ samples", "# of # samples");
    }

    @Test
    void isRedThenGreen() throws IOException {
        String section = section();
        List<ProjectFile> files = files(section);
        assertThat(files)
                .extracting(ProjectFile::name)
                .containsExactly(
                        "pom.xml",
                        "src/main/java/Service.java",
                        "src/test/java/FirstReliabilityIT.java",
                        "src/test/java/FirstReliabilityIT.java");
        List<String> quoted =
                QUOTED.matcher(section).results().map(found -> found.group(1)).toList();
        assertThat(section).contains("`mvn verify`");
        Path project = Files.createDirectories(directory.resolve("my project"));

        for (ProjectFile file : files.subList(0, 3)) {
            write(project, file);
        }
        MavenRun red = published.in(project, "verify");
        assertThat(red.exitCode()).as(red.output()).isOne();
        assertThat(comparable(red.output())).contains(comparable(quoted.get(0)));

        write(project, files.get(3));
        MavenRun green = published.in(project, "verify");
        assertThat(green.exitCode()).as(green.output()).isZero();
        assertThat(green.output().strip()).endsWith(quoted.get(1));
        assertThat(red.output() + green.output()).doesNotContain("SLF4J");
    }

    @Test
    void theGateMayStandInAParentPom() throws IOException {
        ProjectFile pom = files(section()).get(0);
        Path project = Files.createDirectories(directory.resolve("parent"));
        String parent = pom.content()
                .replace("<version>1</version>", "<version>1</version><packaging>pom</packaging>")
                .replace("<failIfNoTests>true</failIfNoTests>", "");
        write(project, new ProjectFile("pom.xml", parent));

        MavenRun run = published.in(project, "verify");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.gate())
                .containsExactly("a project of packaging pom has no classes, and so no reliability tests");
    }
}
