package dev.reliability.internal.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line of a small Java process that runs a class of this library, which may need nothing but the JDK. */
public final class JavaChild {

    private static final List<String> SMALL = List.of(
            "-Xmx16m",
            "-Xss256k",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            // no file in the temporary directory that a kill would leave behind
            "-XX:-UsePerfData");

    private JavaChild() {}

    /**
     * Returns the command that runs a class with these arguments.
     *
     * @throws IllegalStateException if the class is in a jar inside of another one, as in an application that Spring Boot packed
     */
    public static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        String java = Platform.isWindows() ? "java.exe" : "java";
        command.add(Path.of(System.getProperty("java.home"), "bin", java).toString());
        command.addAll(SMALL);
        command.add("-cp");
        command.add(classPath(main));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Takes away what would give the child an agent, a debug port or another class path of the test JVM. */
    public static void cleanEnvironment(Map<String, String> environment) {
        environment.keySet().removeIf(name -> List.of(
                        "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
                .contains(name));
    }

    private static String classPath(Class<?> main) {
        CodeSource source = main.getProtectionDomain().getCodeSource();
        if (source != null && "jar".equals(source.getLocation().getProtocol())) {
            throw new IllegalStateException("the library lies in a jar inside of another one (" + source.getLocation()
                    + "), from which no process of its own can be started, and what must not outlive this JVM needs one:"
                    + " run the tests from classes and jars that are files, such as those that \"jar xf application.jar\""
                    + " leaves in BOOT-INF/classes and BOOT-INF/lib");
        }
        if (source != null && "file".equals(source.getLocation().getProtocol())) {
            try {
                Path location = Path.of(source.getLocation().toURI());
                if (Files.exists(location)) {
                    return location.toString();
                }
            } catch (URISyntaxException | IllegalArgumentException e) {
                // not a plain place in the file system: fall through to the class path as it is
                return absolute(System.getProperty("java.class.path"));
            }
        }
        return absolute(System.getProperty("java.class.path"));
    }

    private static String absolute(String classPath) {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }
}
