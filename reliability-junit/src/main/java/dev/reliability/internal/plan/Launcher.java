package dev.reliability.internal.plan;

import dev.reliability.spi.TargetProvider;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line of this library as it works in a shell of this machine: a small program beside the journals, with the Java,
 * the class path and the settings of the run that wrote it. Whoever is told to undo something may have neither a project at
 * hand nor a copy of the command, and the back end that can undo it may be the project's own.
 */
public final class Launcher {

    private static final String MAIN = "dev.reliability.internal.cli.Main";
    /** Starts sooner, and nothing here runs long. No collector: the environment may choose another one, and two end a JVM at once. */
    private static final String SOON = "-XX:TieredStopAtLevel=1";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private Launcher() {}

    /**
     * Returns a command, ready to be pasted.
     *
     * @param names the settings of the run
     * @param arguments what comes behind the name of the program
     */
    public static String command(Names names, String... arguments) {
        return program(names)
                + Stream.of(arguments).map(argument -> " " + quoted(argument)).collect(Collectors.joining());
    }

    private static String program(Names names) {
        Path state = StatePaths.choose(names::value).toAbsolutePath().normalize();
        List<String> options = new ArrayList<>();
        settings(names, state).forEach((name, value) -> options.add("-D" + name + "=" + value));
        try {
            return quoted(write(state.resolve("commands"), options).toString());
        } catch (IOException e) {
            // longer, and as good
            return Stream.concat(
                            Stream.of(java(), SOON, "-cp", classPath()),
                            Stream.concat(options.stream(), Stream.of(MAIN)))
                    .map(Launcher::quoted)
                    .collect(Collectors.joining(" "));
        }
    }

    /** What decides where targets are; a profile may be gone from the class path when somebody needs the command. */
    private static Map<String, String> settings(Names names, Path state) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("reliability.state", state.toString());
        Stream.concat(
                        Stream.of(Profile.CHOICE),
                        BackEnds.loaded().targets().stream()
                                .map(TargetProvider::settings)
                                .flatMap(Set::stream))
                .forEach(name -> names.value(name).ifPresent(value -> settings.put(name, value)));
        return settings;
    }

    /** The same text has the same name, so that each class path is written once. */
    private static Path write(Path directory, List<String> options) throws IOException {
        String text = text(options);
        Path program = directory.resolve("reliability-"
                + UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .substring(0, 8)
                + (windows() ? ".cmd" : ""));
        if (Files.isExecutable(program) && Files.readString(program).equals(text)) {
            return program;
        }
        Files.createDirectories(directory);
        Path next = Files.createTempFile(directory, "reliability", ".new");
        Files.writeString(next, text);
        if (!next.toFile().setExecutable(true, true)) {
            Files.delete(next);
            throw new IOException(next + " cannot be made executable");
        }
        return Files.move(next, program, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String text(List<String> options) {
        if (windows()) {
            return "@set CLASSPATH=" + classPath() + "\r\n@\"" + java() + "\" " + SOON + " "
                    + options.stream().map(option -> "\"" + option + "\" ").collect(Collectors.joining()) + MAIN
                    + " %*\r\n";
        }
        return "#!/bin/sh\n# the command line of the library, as a test run of this machine had it\nCLASSPATH="
                + quoted(classPath()) + "\nexport CLASSPATH\nexec " + quoted(java()) + " " + SOON + " "
                + options.stream().map(option -> quoted(option) + " ").collect(Collectors.joining()) + MAIN
                + " \"$@\"\n";
    }

    private static boolean windows() {
        return File.separatorChar == '\\';
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElseGet(() -> Path.of(
                        System.getProperty("java.home"), "bin", "java")
                .toString());
    }

    /** Everything that this library and its back ends are loaded from. */
    private static String classPath() {
        Set<String> entries = new LinkedHashSet<>();
        for (ClassLoader start : List.of(
                Thread.currentThread().getContextClassLoader() == null
                        ? Launcher.class.getClassLoader()
                        : Thread.currentThread().getContextClassLoader(),
                Launcher.class.getClassLoader())) {
            Stream.iterate(start, loader -> loader != null, ClassLoader::getParent)
                    .filter(URLClassLoader.class::isInstance)
                    .map(URLClassLoader.class::cast)
                    .flatMap(loader -> Stream.of(loader.getURLs()))
                    .forEach(url -> add(url, entries));
        }
        Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .forEach(entries::add);
        return String.join(File.pathSeparator, entries);
    }

    private static void add(URL url, Set<String> entries) {
        try {
            URI uri = url.toURI();
            if (uri.getScheme().equals("file")) {
                entries.add(Path.of(uri).toAbsolutePath().toString());
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // not a place that a JVM of its own could read
        }
    }

    private static String quoted(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        return windows() ? '"' + text + '"' : "'" + text.replace("'", "'\\''") + "'";
    }
}
