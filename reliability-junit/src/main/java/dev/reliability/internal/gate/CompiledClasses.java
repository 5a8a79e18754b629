package dev.reliability.internal.gate;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The classes of directories and jars, loaded but not initialized.
 *
 * @param loaded those that could be loaded with everything their members name
 * @param findings those that could not
 */
record CompiledClasses(List<Class<?>> loaded, List<Finding> findings) {

    /**
     * Loads every class of some directories and jars.
     *
     * @throws IOException if one cannot be read
     */
    static CompiledClasses of(List<Path> directories) throws IOException {
        URL[] urls = new URL[directories.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = directories.get(i).toUri().toURL();
        }
        // Never closed: the classes are looked at until this JVM ends.
        ClassLoader loader = new URLClassLoader(urls, CompiledClasses.class.getClassLoader());
        List<Class<?>> loaded = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (Path directory : directories) {
            for (String name : names(directory)) {
                try {
                    loaded.add(load(name, loader));
                } catch (ClassNotFoundException | LinkageError | TypeNotPresentException e) {
                    findings.add(new Finding(
                            name,
                            "cannot be loaded (" + e
                                    + "), so nobody knows what it tests: run the gate on the class path"
                                    + " of the tests"));
                }
            }
        }
        return new CompiledClasses(loaded, findings);
    }

    private static List<String> names(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            return namesBelow(place.toRealPath());
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return namesBelow(jar.getPath("/"));
        }
    }

    private static List<String> namesBelow(Path root) throws IOException {
        String separator = root.getFileSystem().getSeparator();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> root.relativize(file).toString())
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace(separator, "."))
                    .filter(name -> !name.endsWith("module-info") && !name.endsWith("package-info"))
                    .filter(name -> !name.startsWith("META-INF."))
                    .sorted()
                    .toList();
        }
    }

    private static Class<?> load(String name, ClassLoader loader) throws ClassNotFoundException {
        Class<?> type = Class.forName(name, false, loader);
        Stream.of(type.getDeclaredMethods(), type.getDeclaredFields(), type.getDeclaredClasses(), type.getAnnotations())
                .forEach(Objects::requireNonNull);
        return type;
    }
}
