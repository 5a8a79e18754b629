package dev.reliability.internal.engine;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Files inside of jars on the class path, as paths. */
final class Archives {

    /** Open as long as the JVM, like the class path. */
    private static final Map<Path, FileSystem> OPEN = new HashMap<>();

    private Archives() {}

    /** Returns the place of an entry; empty if the URL is not one of a jar file. */
    static synchronized Optional<Path> entry(URL url) throws IOException {
        if (!url.getProtocol().equals("jar") || !(url.openConnection() instanceof JarURLConnection jar)) {
            return Optional.empty();
        }
        URL archive = jar.getJarFileURL();
        if (!archive.getProtocol().equals("file") || jar.getEntryName() == null) {
            return Optional.empty();
        }
        try {
            Path file = Path.of(archive.toURI()).toRealPath();
            FileSystem system = OPEN.get(file);
            if (system == null) {
                system = FileSystems.newFileSystem(file);
                OPEN.put(file, system);
            }
            return Optional.of(system.getPath("/" + jar.getEntryName()));
        } catch (URISyntaxException e) {
            throw new IOException(archive + " is no place of a file", e);
        }
    }

    static boolean isInside(Path path) {
        return !path.getFileSystem().equals(FileSystems.getDefault());
    }
}
