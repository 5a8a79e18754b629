package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.FunctionProvider;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code os}: files are renamed, made and removed. */
final class OsFunctions implements FunctionProvider {
    private static final String MODULE = "os";
    private static final long ALL = 0777;
    private static final long STICKY = 01000;

    @Override
    public Collection<ExperimentFunction> functions() {
        return List.of(
                rename("rename"),
                rename("replace"),
                remove("remove"),
                remove("unlink"),
                ExperimentFunction.named(MODULE, "mkdir")
                        .required(ArgumentType.TEXT, "path")
                        .optional("mode", ALL)
                        .optional(ArgumentType.INTEGER, "dir_fd", null)
                        .calling(call -> PythonIo.io(() -> makeDirectory(PythonIo.path(call, "path"), mode(call)))),
                ExperimentFunction.named(MODULE, "makedirs")
                        .required(ArgumentType.TEXT, "name")
                        .optional("mode", ALL)
                        .optional("exist_ok", false)
                        .calling(call -> PythonIo.io(
                                () -> makeDirectories(PythonIo.path(call, "name"), mode(call), call.flag("exist_ok")))),
                ExperimentFunction.named(MODULE, "rmdir")
                        .required(ArgumentType.TEXT, "path")
                        .optional(ArgumentType.INTEGER, "dir_fd", null)
                        .calling(call -> PythonIo.io(() -> removeDirectory(call))),
                ExperimentFunction.named(MODULE, "listdir")
                        .optional(ArgumentType.TEXT, "path", null)
                        .calling(call -> PythonIo.io(() -> list(call))),
                ExperimentFunction.named(MODULE, "getenv")
                        .required(ArgumentType.TEXT, "key")
                        .optional("default", null)
                        .calling(call -> call.environment(call.text("key"))
                                .<Object>map(value -> value)
                                .orElse(call.arguments().get("default"))));
    }

    private static ExperimentFunction rename(String name) {
        return ExperimentFunction.named(MODULE, name)
                .required(ArgumentType.TEXT, "src", "dst")
                .optional(ArgumentType.INTEGER, "src_dir_fd", null)
                .optional(ArgumentType.INTEGER, "dst_dir_fd", null)
                .calling(call -> PythonIo.io(() -> rename(call)));
    }

    private static ExperimentFunction remove(String name) {
        return ExperimentFunction.named(MODULE, name)
                .required(ArgumentType.TEXT, "path")
                .optional(ArgumentType.INTEGER, "dir_fd", null)
                .calling(call -> PythonIo.io(() -> removeFile(call)));
    }

    private static @Nullable Object rename(FunctionCall call) throws IOException {
        Path from = PythonIo.path(call, "src");
        Path to = PythonIo.path(call, "dst");
        boolean slash = call.text("src").endsWith("/") || call.text("dst").endsWith("/");
        if (slash && PythonIo.isThere(from) && !PythonIo.isRealDirectory(from)) {
            throw new NotDirectoryException(call.text("src"));
        }
        return rename(from, to);
    }

    static @Nullable Object rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return null;
    }

    private static @Nullable Object removeFile(FunctionCall call) throws IOException {
        Path path = PythonIo.path(call, "path");
        boolean linkAsDirectory = call.text("path").endsWith("/") && Files.isSymbolicLink(path);
        if (linkAsDirectory) {
            throw new NotDirectoryException(call.text("path"));
        }
        if (PythonIo.isRealDirectory(path)) {
            throw new FunctionFailedException("IsADirectoryError: [Errno 21] Is a directory: '" + path + "'");
        }
        Files.delete(path);
        return null;
    }

    private static @Nullable Object removeDirectory(FunctionCall call) throws IOException {
        Path path = PythonIo.path(call, "path");
        if (PythonIo.isThere(path) && !PythonIo.isRealDirectory(path)) {
            throw new NotDirectoryException(path.toString());
        }
        Files.delete(path);
        return null;
    }

    private static long mode(FunctionCall call) {
        return call.number("mode").longValue();
    }

    private static @Nullable Object makeDirectory(Path path, long mode) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            Files.createDirectory(path);
            return null;
        }
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(permissions(mode)));
        if ((mode & STICKY) != 0) {
            Files.setAttribute(path, "unix:mode", (Integer) Files.getAttribute(path, "unix:mode") | (int) STICKY);
        }
        return null;
    }

    private static Set<PosixFilePermission> permissions(long mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int i = 0; i < all.length; i++) {
            // they are declared from the owner's right to read, the highest bit, to that of others to execute
            if ((mode & (0400 >> i)) != 0) {
                permissions.add(all[i]);
            }
        }
        return permissions;
    }

    private static @Nullable Object makeDirectories(Path path, long mode, boolean existOk) throws IOException {
        Path parent = path.getParent();
        if (parent != null && !Files.exists(parent)) {
            try {
                makeDirectories(parent, ALL, existOk);
            } catch (FileAlreadyExistsException e) {
                // somebody else was faster, or it is a link to nowhere, which the next call says
            }
        }
        try {
            makeDirectory(path, mode);
        } catch (IOException e) {
            if (!existOk || !Files.isDirectory(path)) {
                throw e;
            }
        }
        return null;
    }

    private static List<String> list(FunctionCall call) throws IOException {
        Path path = PythonIo.path(call.optionalText("path").orElse("."));
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
