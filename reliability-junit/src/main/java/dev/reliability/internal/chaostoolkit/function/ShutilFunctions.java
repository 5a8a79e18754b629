package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.FunctionProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code shutil}: files are copied, and whole trees of them moved and removed. */
final class ShutilFunctions implements FunctionProvider {
    private static final String MODULE = "shutil";
    private static final int PERMISSIONS = 07777;
    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;

    @Override
    public Collection<ExperimentFunction> functions() {
        return List.of(
                ExperimentFunction.named(MODULE, "copy")
                        .required(ArgumentType.TEXT, "src", "dst")
                        .optional("follow_symlinks", true)
                        .calling(call -> PythonIo.io(() -> copy(call))),
                ExperimentFunction.named(MODULE, "move")
                        .required(ArgumentType.TEXT, "src", "dst")
                        .optional("copy_function", null)
                        .calling(call -> PythonIo.io(() -> move(call.text("src"), call.text("dst")))),
                ExperimentFunction.named(MODULE, "rmtree")
                        .required(ArgumentType.TEXT, "path")
                        .optional("ignore_errors", false)
                        .calling(call -> PythonIo.io(() -> removeTree(call))));
    }

    private static String copy(FunctionCall call) throws IOException {
        Path from = PythonIo.path(call, "src");
        String target = into(from, call.text("dst"));
        Path to = PythonIo.path(target);
        checkFile(target);
        if (isSame(from, to)) {
            throw new FunctionFailedException("SameFileError: '" + from + "' and '" + to + "' are the same file");
        }
        for (Path each : List.of(from, to)) {
            if (isPipe(each)) {
                throw new FunctionFailedException("SpecialFileError: `" + each + "` is a named pipe");
            }
        }
        if (!call.flag("follow_symlinks") && Files.isSymbolicLink(from)) {
            Files.createSymbolicLink(to, Files.readSymbolicLink(from));
            return target;
        }
        if (Files.isDirectory(from)) {
            throw new FunctionFailedException("IsADirectoryError: [Errno 21] Is a directory: '" + from + "'");
        }
        try (InputStream in = Files.newInputStream(from);
                OutputStream out = Files.newOutputStream(to)) {
            in.transferTo(out);
        }
        if (unix(to)) {
            Files.setAttribute(to, "unix:mode", mode(from) & PERMISSIONS);
        }
        return target;
    }

    /** Where something goes: into a directory, or in place of what is there. */
    private static String into(Path from, String target) throws IOException {
        return !target.isEmpty() && Files.isDirectory(PythonIo.path(target))
                ? PythonIo.path(target)
                        .resolve(String.valueOf(from.getFileName()))
                        .toString()
                : target;
    }

    /** A file cannot be put where a slash at the end says that there is a directory, and there is none. */
    private static void checkFile(String target) {
        if (target.endsWith("/")) {
            throw new FunctionFailedException("FileNotFoundError: Directory does not exist: " + target);
        }
    }

    private static boolean isSame(Path a, Path b) throws IOException {
        return Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
    }

    private static boolean isPipe(Path path) throws IOException {
        return unix(path) && Files.exists(path) && (mode(path) & KIND) == PIPE;
    }

    private static boolean unix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode");
    }

    private static @Nullable Object move(String source, String destination) throws IOException {
        Path from = PythonIo.path(source);
        String target = destination;
        if (!destination.isEmpty() && Files.isDirectory(PythonIo.path(destination))) {
            if (isSame(from, PythonIo.path(destination))) {
                return OsFunctions.rename(from, PythonIo.path(destination));
            }
            target = into(from, destination);
            if (Files.exists(Path.of(target))) {
                throw new FunctionFailedException("Error: Destination path '" + target + "' already exists");
            }
        }
        Path to = PythonIo.path(target);
        if (!PythonIo.isRealDirectory(from)) {
            checkFile(target);
        }
        try {
            OsFunctions.rename(from, to);
        } catch (IOException e) {
            moveByCopying(from, to, destination);
        }
        return target;
    }

    /** What Python does when a file cannot be renamed, because the target is on another device for instance. */
    private static void moveByCopying(Path from, Path to, String destination) throws IOException {
        if (Files.isSymbolicLink(from)) {
            Files.createSymbolicLink(to, Files.readSymbolicLink(from));
            Files.delete(from);
        } else if (Files.isDirectory(from)) {
            if (isBelow(to, from)) {
                throw new FunctionFailedException(
                        "Error: Cannot move a directory '" + from + "' into itself '" + destination + "'.");
            }
            copyTree(from, to);
            deleteTree(from, false);
        } else {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(from);
        }
    }

    /** Whether it is or would be in the directory, on whatever way; Python follows no links here, and loses all. */
    private static boolean isBelow(Path path, Path directory) throws IOException {
        Path real = path.toAbsolutePath().normalize();
        while (real != null && !Files.exists(real)) {
            real = real.getParent();
        }
        return real != null && real.toRealPath().startsWith(directory.toRealPath());
    }

    private static void copyTree(Path from, Path to) throws IOException {
        if (PythonIo.isThere(to)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        Path parent = to.getParent();
        if (parent != null && !Files.exists(parent)) {
            Files.createDirectories(parent);
        }
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path each : (Iterable<Path>) tree::iterator) {
                Files.copy(
                        each,
                        to.resolve(from.relativize(each).toString()),
                        LinkOption.NOFOLLOW_LINKS,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static @Nullable Object removeTree(FunctionCall call) throws IOException {
        boolean ignoreErrors = call.flag("ignore_errors");
        try {
            Path path = PythonIo.path(call, "path");
            if (Files.isSymbolicLink(path) && Files.exists(path)) {
                throw new FunctionFailedException("OSError: Cannot call rmtree on a symbolic link");
            }
            // throws if it is not there; a link to nowhere stays
            BasicFileAttributes unused = Files.readAttributes(path, BasicFileAttributes.class);
            if (!PythonIo.isRealDirectory(path)) {
                throw new NotDirectoryException(path.toString());
            }
            deleteTree(path, ignoreErrors);
        } catch (IOException | FunctionFailedException e) {
            if (!ignoreErrors) {
                throw e;
            }
        }
        return null;
    }

    /** Removes a directory with all below it. Links are removed, never followed. */
    private static void deleteTree(Path path, boolean ignoreErrors) throws IOException {
        if (PythonIo.isRealDirectory(path)) {
            try (Stream<Path> below = Files.list(path)) {
                for (Path each : below.toList()) {
                    deleteTree(each, ignoreErrors);
                }
            }
        }
        try {
            Files.delete(path);
        } catch (IOException e) {
            if (!ignoreErrors) {
                throw e;
            }
        }
    }
}
