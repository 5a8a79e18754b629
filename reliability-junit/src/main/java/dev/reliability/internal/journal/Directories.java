package dev.reliability.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories that are there nearly always: to look costs less than to be told that they cannot be made. */
final class Directories {

    private Directories() {}

    /** Returns the directory, which is there afterwards. */
    static Path ensure(Path directory) throws IOException {
        return Files.isDirectory(directory) ? directory : Files.createDirectories(directory);
    }
}
