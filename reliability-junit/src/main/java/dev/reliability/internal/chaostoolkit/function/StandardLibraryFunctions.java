package dev.reliability.internal.chaostoolkit.function;

import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.FunctionCall;
import dev.reliability.spi.FunctionFailedException;
import dev.reliability.spi.FunctionProvider;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The functions of Python's own library that experiments use, on files mostly. */
final class StandardLibraryFunctions implements FunctionProvider {
    @Override
    public Collection<ExperimentFunction> functions() {
        return List.of(
                test("exists", Files::exists),
                test("isfile", Files::isRegularFile),
                test("isdir", Files::isDirectory),
                ExperimentFunction.named("os.path", "islink")
                        .required("path")
                        .calling(call -> Files.isSymbolicLink(path(call, "path"))),
                ExperimentFunction.named("os.path", "getsize")
                        .required("filename")
                        .calling(call -> io(() -> Files.size(path(call, "filename")))),
                ExperimentFunction.named("os", "rename")
                        .required("src", "dst")
                        .optional("src_dir_fd", null)
                        .optional("dst_dir_fd", null)
                        .calling(call -> io(() -> move(path(call, "src"), path(call, "dst")))),
                ExperimentFunction.named("os", "replace")
                        .required("src", "dst")
                        .optional("src_dir_fd", null)
                        .optional("dst_dir_fd", null)
                        .calling(call -> io(() -> move(path(call, "src"), path(call, "dst")))),
                remove("remove"),
                remove("unlink"),
                ExperimentFunction.named("os", "mkdir")
                        .required("path")
                        .optional("mode", 511L)
                        .optional("dir_fd", null)
                        .calling(call -> io(() -> nothing(Files.createDirectory(path(call, "path"))))),
                ExperimentFunction.named("os", "makedirs")
                        .required("name")
                        .optional("mode", 511L)
                        .optional("exist_ok", false)
                        .calling(StandardLibraryFunctions::makeDirectories),
                ExperimentFunction.named("os", "rmdir")
                        .required("path")
                        .optional("dir_fd", null)
                        .calling(call -> io(() -> removeDirectory(path(call, "path")))),
                ExperimentFunction.named("os", "listdir").optional("path", ".").calling(call -> io(() -> list(call))),
                ExperimentFunction.named("os", "getenv")
                        .required("key")
                        .optional("default", null)
                        .calling(call -> call.environment(call.text("key"))
                                .<Object>map(value -> value)
                                .orElse(call.arguments().get("default"))),
                ExperimentFunction.named("shutil", "copy")
                        .required("src", "dst")
                        .optional("follow_symlinks", true)
                        .calling(call -> io(() -> copy(path(call, "src"), call.text("dst")))),
                ExperimentFunction.named("shutil", "move")
                        .required("src", "dst")
                        .optional("copy_function", null)
                        .calling(call -> io(() -> moveInto(path(call, "src"), call.text("dst")))),
                ExperimentFunction.named("shutil", "rmtree")
                        .required("path")
                        .optional("ignore_errors", false)
                        .calling(call -> io(() -> removeTree(path(call, "path"), call.flag("ignore_errors")))),
                ExperimentFunction.named("time", "sleep")
                        .required("seconds")
                        .calling(call -> sleep(call.number("seconds"))),
                statistics("mean", values -> Arrays.stream(values).average().orElse(0)),
                statistics("fmean", values -> Arrays.stream(values).average().orElse(0)),
                statistics("median", StandardLibraryFunctions::median));
    }

    private interface Test {
        boolean of(Path path, java.nio.file.LinkOption... options);
    }

    private interface Work {
        @Nullable
        Object run() throws IOException;
    }

    private interface Summary {
        double of(double[] values);
    }

    private static ExperimentFunction test(String name, Test test) {
        String parameter = name.equals("isdir") ? "s" : "path";
        return ExperimentFunction.named("os.path", name)
                .required(parameter)
                .calling(call -> test.of(path(call, parameter)));
    }

    private static ExperimentFunction remove(String name) {
        return ExperimentFunction.named("os", name)
                .required("path")
                .optional("dir_fd", null)
                .calling(call -> io(() -> removeFile(path(call, "path"))));
    }

    private static ExperimentFunction statistics(String name, Summary summary) {
        return ExperimentFunction.named("statistics", name).required("data").calling(call -> {
            if (!(call.arguments().get("data") instanceof List<?> data)
                    || data.isEmpty()
                    || !data.stream().allMatch(PythonValues::isNumber)) {
                throw new FunctionFailedException(
                        "StatisticsError: " + name + " requires at least one data point, all of them numbers");
            }
            double result = summary.of(data.stream()
                    .mapToDouble(value -> PythonValues.exact(value).doubleValue())
                    .toArray());
            boolean whole = !name.equals("fmean")
                    && result == Math.rint(result)
                    && data.stream().allMatch(PythonValues::isIntOrBool)
                    && (name.equals("mean") || data.size() % 2 == 1);
            return whole ? (Object) (long) result : result;
        });
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static Path path(FunctionCall call, String name) {
        return Path.of(call.text(name));
    }

    private static @Nullable Object nothing(Object ignored) {
        return null;
    }

    private static @Nullable Object sleep(Number seconds) throws InterruptedException {
        if (seconds.doubleValue() < 0) {
            throw new FunctionFailedException("ValueError: sleep length must be non-negative");
        }
        Thread.sleep((long) (seconds.doubleValue() * 1000));
        return null;
    }

    private static @Nullable Object move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new FunctionFailedException(
                    "OSError: [Errno 18] Invalid cross-device link: '" + from + "' -> '" + to + "'");
        }
        return null;
    }

    private static String moveInto(Path from, String to) throws IOException {
        Path target = Path.of(to);
        Path place = Files.isDirectory(target) ? target.resolve(String.valueOf(from.getFileName())) : target;
        if (Files.isDirectory(target) && Files.exists(place)) {
            throw new FunctionFailedException("Error: Destination path '" + place + "' already exists");
        }
        Files.move(from, place, StandardCopyOption.REPLACE_EXISTING);
        return place.toString();
    }

    private static String copy(Path from, String to) throws IOException {
        Path target = Path.of(to);
        Path place = Files.isDirectory(target) ? target.resolve(String.valueOf(from.getFileName())) : target;
        Files.copy(from, place, StandardCopyOption.REPLACE_EXISTING);
        return place.toString();
    }

    private static @Nullable Object removeFile(Path path) throws IOException {
        if (Files.isDirectory(path) && !Files.isSymbolicLink(path)) {
            throw new FunctionFailedException("IsADirectoryError: [Errno 21] Is a directory: '" + path + "'");
        }
        Files.delete(path);
        return null;
    }

    private static @Nullable Object removeDirectory(Path path) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new NotDirectoryException(path.toString());
        }
        Files.delete(path);
        return null;
    }

    private static @Nullable Object removeTree(Path path, boolean ignoreErrors) throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            if (!ignoreErrors) {
                throw e;
            }
        }
        return null;
    }

    private static @Nullable Object makeDirectories(FunctionCall call) {
        Path path = path(call, "name");
        if (Files.exists(path) && !call.flag("exist_ok")) {
            throw new FunctionFailedException("FileExistsError: [Errno 17] File exists: '" + path + "'");
        }
        return io(() -> nothing(Files.createDirectories(path)));
    }

    private static List<String> list(FunctionCall call) throws IOException {
        try (Stream<Path> entries = Files.list(path(call, "path"))) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    /** Runs, and words errors as Python does, because that text is in journals people know. */
    private static @Nullable Object io(Work work) {
        try {
            return work.run();
        } catch (NoSuchFileException e) {
            throw failed("FileNotFoundError: [Errno 2] No such file or directory", e.getFile(), e);
        } catch (FileAlreadyExistsException e) {
            throw failed("FileExistsError: [Errno 17] File exists", e.getFile(), e);
        } catch (DirectoryNotEmptyException e) {
            throw failed("OSError: [Errno 39] Directory not empty", e.getFile(), e);
        } catch (NotDirectoryException e) {
            throw failed("NotADirectoryError: [Errno 20] Not a directory", e.getFile(), e);
        } catch (java.nio.file.AccessDeniedException e) {
            throw failed("PermissionError: [Errno 13] Permission denied", e.getFile(), e);
        } catch (IOException e) {
            throw new FunctionFailedException(
                    "OSError: " + String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT), e);
        }
    }

    private static FunctionFailedException failed(String error, String file, IOException cause) {
        return new FunctionFailedException(error + ": '" + file + "'", cause);
    }
}
