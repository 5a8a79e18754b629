package dev.reliability.internal.cli;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class path of tests. Their library and its back ends are taken from there, so that the command sees what the tests see;
 * what is missing of the library comes from the command's own code.
 */
final class TestClassPath {

    private final List<URL> urls = new ArrayList<>();

    TestClassPath(String text) throws Exception {
        for (String entry : text.split(File.pathSeparator, -1)) {
            if (entry.endsWith("*")) {
                jars(Path.of(entry.substring(0, entry.length() - 1)));
            } else if (!entry.isEmpty()) {
                add(Path.of(entry));
            }
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            add(Path.of(entry));
        }
        add(PlanCommand.ownCode());
    }

    private void jars(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                add(file);
            }
        }
    }

    private void add(Path entry) throws MalformedURLException {
        urls.add(entry.toAbsolutePath().toUri().toURL());
    }

    /** Runs the command line with this class path. */
    int run(List<String> arguments) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            return (int) loader.loadClass(Main.class.getName())
                    .getMethod("run", String[].class)
                    .invoke(null, (Object) arguments.toArray(String[]::new));
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
