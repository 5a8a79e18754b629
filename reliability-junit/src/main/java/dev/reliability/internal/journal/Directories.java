package dev.reliability.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories that are there nearly always: to look costs less than to be told that they cannot be made. */
final class Directories {

    private Directories() {}

    /** Returns the directory, which is there afterwards. */
    static Path ensure(Path directory) throws IOException {
        made(directory);
        return directory;
    }

    /** Makes sure that a directory is there. {@return whether it was not} */
    static boolean made(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return false;
        }
        Files.createDirectories(directory);
        return true;
    }
}
