package dev.reliability.internal.packaging;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Applications on the class path whose classes no class path finds, since they lie in a directory of their jar. Such a jar is no
 * error by itself: a test may start it as a process.
 */
public final class RepackagedJars {

    private static final List<String> PLACES = List.of("BOOT-INF/classes/", "WEB-INF/classes/");
    private static final String CLASS = ".class";
    private static final int DEPTH = 20;

    private RepackagedJars() {}

    /** Returns what to say beside what was thrown, if that may come from such a jar and there is one. */
    public static Optional<String> hint(Throwable thrown) {
        return isAboutClasses(thrown) ? hint() : Optional.empty();
    }

    /** Spring does not find an application before it misses any class. */
    private static boolean isAboutClasses(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .limit(DEPTH)
                .anyMatch(one -> one instanceof LinkageError
                        || one instanceof ClassNotFoundException
                        || one instanceof TypeNotPresentException
                        || String.valueOf(one.getMessage()).contains(NoClassDefFoundError.class.getSimpleName())
                        || Stream.of(one.getStackTrace())
                                .anyMatch(frame -> frame.getClassName().startsWith("org.springframework.")));
    }

    /** Returns what to say where a class of the application is not found; empty if there is no such jar. */
    static Optional<String> hint() {
        return Found.HINT;
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? RepackagedJars.class.getClassLoader() : context;
    }

    /** Each jar of the class path is opened for it: once, however many tests fail. */
    private static final class Found {

        static final Optional<String> HINT = hint(System.getProperty("java.class.path", ""), loader());
    }

    static Optional<String> hint(String classPath, ClassLoader loader) {
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar") || entry.endsWith(".war"))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .flatMap(jar -> hidden(jar, loader).map(name -> words(jar, name)).stream())
                .findFirst();
    }

    /** Tells in which directory of a jar the classes of an application lie that was packed with all that it needs. */
    public static Optional<String> place(Path jar) {
        return !Files.isRegularFile(jar)
                ? Optional.empty()
                : first(jar, name -> true)
                        .flatMap(entry ->
                                PLACES.stream().filter(entry::startsWith).findFirst());
    }

    private static Optional<String> hidden(Path jar, ClassLoader loader) {
        return first(jar, name -> loader.getResource(name) == null);
    }

    /** Returns the first class of an application that is so, by the name of its entry. */
    private static Optional<String> first(Path jar, Predicate<String> wanted) {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(CLASS))
                    .filter(name -> PLACES.stream()
                            .anyMatch(place -> name.startsWith(place) && wanted.test(name.substring(place.length()))))
                    .findFirst();
        } catch (IOException e) {
            // whoever needs the jar says so
            return Optional.empty();
        }
    }

    private static String words(Path jar, String entry) {
        String place = PLACES.stream().filter(entry::startsWith).findFirst().orElseThrow();
        String name =
                entry.substring(place.length(), entry.length() - CLASS.length()).replace('/', '.');
        return "No class path finds the classes of " + jar.getFileName() + ", such as " + name + ": they lie in its "
                + place + ", since it was repackaged. Give Failsafe"
                + " <classesDirectory>${project.build.outputDirectory}</classesDirectory>, or the repackaged jar a"
                + " <classifier>";
    }
}
