package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paths and errors as Python has them, because its words are in journals that people know. */
final class PythonIo {
    /** What Java says about an error that it has no exception for, and what Python raises then. */
    private static final Map<String, String> BY_REASON = Map.of(
            "Is a directory", "IsADirectoryError: [Errno 21] Is a directory",
            "Not a directory", "NotADirectoryError: [Errno 20] Not a directory",
            "Directory not empty", "OSError: [Errno 39] Directory not empty",
            "Operation not permitted", "PermissionError: [Errno 1] Operation not permitted",
            "Invalid argument", "OSError: [Errno 22] Invalid argument",
            "Device or resource busy", "OSError: [Errno 16] Device or resource busy",
            "No space left on device", "OSError: [Errno 28] No space left on device",
            "Read-only file system", "OSError: [Errno 30] Read-only file system",
            "File name too long", "OSError: [Errno 36] File name too long");

    private PythonIo() {}

    /** What is done with files. */
    interface Work {
        @Nullable
        Object run() throws IOException;
    }

    /** Runs it, and words its errors. */
    static @Nullable Object io(Work work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new FunctionFailedException(error(e), e);
        }
    }

    /**
     * The file that an argument names.
     *
     * @throws NoSuchFileException for an empty text, which Java takes for the working directory
     * @throws NotDirectoryException where a slash at the end says that it is a directory, and it is none
     */
    static Path path(FunctionCall call, String argument) throws IOException {
        return path(call.text(argument));
    }

    static Path path(String text) throws IOException {
        if (text.indexOf('\0') >= 0) {
            throw new FunctionFailedException("ValueError: embedded null byte");
        }
        if (text.isEmpty()) {
            throw new NoSuchFileException(text);
        }
        Path path = Path.of(text);
        if (text.endsWith("/") && Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path)) {
            throw Files.exists(path) ? new NotDirectoryException(text) : new NoSuchFileException(text);
        }
        return path;
    }

    /** Whether it is a directory itself, and no link to one. */
    static boolean isRealDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether there is anything of that name, be it a link to nowhere. */
    static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static String error(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return "FileNotFoundError: [Errno 2] No such file or directory: " + files(missing);
        }
        if (e instanceof FileAlreadyExistsException there) {
            return "FileExistsError: [Errno 17] File exists: " + files(there);
        }
        if (e instanceof DirectoryNotEmptyException full) {
            return BY_REASON.get("Directory not empty") + ": " + files(full);
        }
        if (e instanceof NotDirectoryException file) {
            return BY_REASON.get("Not a directory") + ": " + files(file);
        }
        if (e instanceof AccessDeniedException denied) {
            return "PermissionError: [Errno 13] Permission denied: " + files(denied);
        }
        if (e instanceof AtomicMoveNotSupportedException across) {
            return "OSError: [Errno 18] Invalid cross-device link: " + files(across);
        }
        if (e instanceof FileSystemException other) {
            String known = BY_REASON.get(String.valueOf(other.getReason()));
            return (known == null ? "OSError: " + other.getReason() : known) + ": " + files(other);
        }
        return "OSError: " + e.getMessage();
    }

    private static String files(FileSystemException e) {
        String other = e.getOtherFile();
        return "'" + e.getFile() + "'" + (other == null ? "" : " -> '" + other + "'");
    }
}
