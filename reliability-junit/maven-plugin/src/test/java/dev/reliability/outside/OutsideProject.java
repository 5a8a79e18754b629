package dev.reliability.outside;

import dev.reliability.junit.ReliabilityGate;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The project of somebody else below {@code src/it/outside}, copied out of this build. It finds the library in a local
 * repository of its own, and everything else where this build has it.
 */
final class OutsideProject {

    private static final String VERSION = System.getProperty("project.version");

    private final Path module = Path.of("").toAbsolutePath();
    private final Path library = module.getParent();
    private final Path home = module.resolve("target/outside");
    private final Path directory = home.resolve("project");

    private OutsideProject() {}

    /** Returns the project with its test classes compiled, once per JVM. */
    static OutsideProject compiled() {
        return Compiled.PROJECT;
    }

    Path directory() {
        return directory;
    }

    /** Runs Maven with everything removed that earlier runs left. */
    MavenRun run(String... arguments) {
        MavenRun run = start(arguments);
        run.await();
        return run;
    }

    /** Starts Maven with everything removed that earlier runs left. */
    MavenRun start(String... arguments) {
        delete(directory.resolve("target/failsafe-reports"));
        delete(directory.resolve("target/reliability"));
        delete(home.resolve("state"));
        return again(arguments);
    }

    /** Starts Maven on what earlier runs left. */
    MavenRun again(String... arguments) {
        List<String> command = new ArrayList<>(mavenHere());
        command.addAll(List.of(arguments));
        return launch(command, directory, "output.txt");
    }

    /** Runs Maven beside another run of it. */
    MavenRun beside(String... arguments) {
        List<String> command = new ArrayList<>(mavenHere());
        command.addAll(List.of(arguments));
        MavenRun run = launch(command, directory, "beside.txt");
        run.await();
        return run;
    }

    /**
     * Runs Maven on another project, whose pom says nothing of where this build has its artifacts, and nothing of what its
     * documentation does not.
     */
    MavenRun in(Path project, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                maven(),
                "-B",
                "-ntp",
                "-q",
                "-gs",
                home.resolve("settings.xml").toString(),
                "-Dmaven.repo.local=" + home.resolve("repository"),
                "-Dreliability.state=" + home.resolve("state")));
        command.addAll(List.of(arguments));
        MavenRun run = launch(command, project, "elsewhere.txt");
        run.await();
        return run;
    }

    private List<String> mavenHere() {
        return List.of(
                maven(),
                "-B",
                "-ntp",
                "-q",
                "-Dmaven.repo.local=" + home.resolve("repository"),
                "-Daround.repository=" + System.getProperty("settings.localRepository"),
                "-Dreliability.version=" + VERSION,
                "-Dreliability.state=" + home.resolve("state"),
                "-Dsurefire.version=" + System.getProperty("surefire.version"));
    }

    /** Runs a command line as it stands in the documentation, where {@code mvn} is this build's. */
    MavenRun documented(String line) {
        String words = mavenHere().stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        MavenRun run = launch(
                List.of("sh", "-c", "mvn() { command " + words + " \"$@\"; }\n" + line), directory, "documented.txt");
        run.await();
        return run;
    }

    /** Runs the gate without Maven. */
    MavenRun gateFromAnyShell(String... arguments) {
        String classPath =
                directory.resolve("target/test-classes") + File.pathSeparator + System.getProperty("java.class.path");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                ReliabilityGate.class.getName()));
        command.addAll(List.of(arguments));
        MavenRun run = launch(command, directory, "gate.txt");
        run.await();
        return run;
    }

    /** Runs a command by a shell, with the class path of the tests as {@code $TESTS}. */
    MavenRun shell(String line) {
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        MavenRun run = launch(
                List.of(
                        "sh",
                        "-c",
                        "PATH='" + java + "':$PATH TESTS='" + directory.resolve("target/test-classes")
                                + File.pathSeparator
                                + System.getProperty("java.class.path") + "'\nJAVA_TOOL_OPTIONS=-Dreliability.state='"
                                + home.resolve("state") + "'\nexport JAVA_TOOL_OPTIONS\n" + line),
                directory,
                "shell.txt");
        run.await();
        return run;
    }

    /** Runs any command in the project. */
    MavenRun launched(List<String> command) {
        MavenRun run = launch(command, directory, "command.txt");
        run.await();
        return run;
    }

    private MavenRun launch(List<String> command, Path project, String outputName) {
        Path output = home.resolve(outputName);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        try {
            return new MavenRun(builder.start(), project, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String maven() {
        String home = System.getProperty("maven.home", "");
        String script = File.separatorChar == '\\' ? "mvn.cmd" : "mvn";
        return home.isBlank() ? script : Path.of(home, "bin", script).toString();
    }

    private void prepare() throws IOException {
        delete(directory);
        delete(home.resolve("repository/dev/reliability"));
        publish("reliability-parent", library.resolve("../pom.xml"), ".pom");
        publish("reliability-bom", library.resolve("bom/pom.xml"), ".pom");
        publish("reliability-junit", library.resolve("pom.xml"), ".pom");
        publish("reliability-junit", library.resolve("target/reliability-junit-" + VERSION + ".jar"), ".jar");
        publish("reliability-maven-plugin", module.resolve("pom.xml"), ".pom");
        publish(
                "reliability-maven-plugin",
                module.resolve("target/reliability-maven-plugin-" + VERSION + ".jar"),
                ".jar");
        Files.writeString(home.resolve("settings.xml"), settings());
        copy(module.resolve("src/it/outside"), directory);
        // Without it Maven would look for its settings in the directories above.
        Files.createDirectories(directory.resolve(".mvn"));
        MavenRun run = run("test-compile", "-Dgate.exclude=.*");
        if (run.exitCode() != 0) {
            throw new IllegalStateException("the outside project does not compile:\n" + run.output());
        }
    }

    /** Settings by which a project finds what this build has already, so that nothing is downloaded twice. */
    private static String settings() {
        String place = "<id>around</id><url>" + System.getProperty("settings.localRepository") + "</url>"
                + "<releases><checksumPolicy>ignore</checksumPolicy></releases>"
                + "<snapshots><enabled>false</enabled></snapshots>";
        return "<settings><profiles><profile><id>around</id>"
                + "<repositories><repository>" + place + "</repository></repositories>"
                + "<pluginRepositories><pluginRepository>" + place + "</pluginRepository></pluginRepositories>"
                + "</profile></profiles><activeProfiles><activeProfile>around</activeProfile></activeProfiles></settings>";
    }

    private void publish(String name, Path file, String extension) throws IOException {
        Path version = Files.createDirectories(
                home.resolve("repository/dev/reliability").resolve(name).resolve(VERSION));
        Files.copy(file, version.resolve(name + "-" + VERSION + extension), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns what the documentation shows with other ports, since somebody may listen on those that it names. */
    static String withFreePorts(String documented) throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return documented
                    .replace("8099", String.valueOf(one.getLocalPort()))
                    .replace("8098", String.valueOf(other.getLocalPort()));
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Compiled {

        static final OutsideProject PROJECT = create();

        private static OutsideProject create() {
            try {
                OutsideProject project = new OutsideProject();
                Files.createDirectories(project.home);
                project.prepare();
                return project;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
