package dev.reliability.internal.chaostoolkit.provider;

import dev.reliability.internal.chaostoolkit.activity.ActivityFailedException;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.http.HttpAnswer;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.process.ProcessId;
import dev.reliability.internal.process.ProcessTree;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The process provider: a command with its status, output and error output.
 *
 * <p>A process that outlives its timeout or its experiment is ended with everything that came from it.
 */
final class ProcessActivity {
    private static final int SIGNAL = 128;
    private static final String CANCELLED = "cancelled; its processes were ended";

    private final RunScope scope;
    private final Cancellation cancellation;

    ProcessActivity(RunScope scope, Cancellation cancellation) {
        this.scope = scope;
        this.cancellation = cancellation;
    }

    Map<String, @Nullable Object> run(Map<String, @Nullable Object> provider) throws ActivityFailedException {
        List<String> command = command(provider);
        Object limit = provider.get("timeout");
        if (limit != null && !PythonValues.isNumber(limit)) {
            throw PythonError.typeError("the timeout is not a number, but " + PythonText.repr(limit));
        }
        Duration timeout = limit == null
                ? Duration.ofDays(365)
                : Duration.ofNanos((long) (PythonValues.exact(limit).doubleValue() * 1e9));
        return run(command, timeout);
    }

    private Map<String, @Nullable Object> run(List<String> command, Duration timeout) throws ActivityFailedException {
        String mark = scope.processes().mark() + "/" + UUID.randomUUID();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(new File(File.separatorChar == '/' ? "/dev/null" : "NUL"));
        builder.environment().putAll(scope.environment());
        // a process that detaches itself keeps its environment: the mark finds it again
        builder.environment().merge(ProcessTree.VARIABLE, mark, (before, own) -> before + "," + own);
        if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw PythonError.valueError("embedded null byte");
        }
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ActivityFailedException("cannot start " + command.get(0) + ": " + e.getMessage(), e);
        }
        Cancellation.Registration registration = cancellation.onCancel(() -> end(process, mark));
        try {
            ProcessOutput output = new ProcessOutput(process);
            long end = System.nanoTime() + timeout.toNanos();
            if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)
                    || !output.await(end - System.nanoTime(), () -> scope.strict() && isHeldByOthers(process, mark))) {
                throw new ActivityFailedException(
                        "process activity took too long to complete" + left(end(process, mark)));
            }
            if (cancellation.isCancelled()) {
                throw new ActivityFailedException(CANCELLED);
            }
            return result(process.exitValue(), output.standard(), output.errors());
        } catch (InterruptedException e) {
            String left = left(end(process, mark));
            Thread.currentThread().interrupt();
            throw new ActivityFailedException("interrupted" + left, e);
        } catch (UncheckedIOException e) {
            String left = left(end(process, mark));
            // whoever ends a process closes its pipes
            throw new ActivityFailedException(
                    cancellation.isCancelled() ? CANCELLED : "the output cannot be read: " + e.getCause() + left, e);
        } finally {
            registration.close();
        }
    }

    private static Map<String, @Nullable Object> result(int code, byte[] output, byte[] errors) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        // a death by signal is a negative status in Python, and 128 plus the signal in Java
        boolean signalled = code > SIGNAL && code <= SIGNAL + 64 && Signalled.was(code);
        result.put("status", (long) (signalled ? SIGNAL - code : code));
        result.put("stdout", HttpAnswer.detected(output));
        result.put("stderr", HttpAnswer.detected(errors));
        return result;
    }

    /** Whether something that it started lives on, and may hold its output: then that has no end to wait for. */
    private static boolean isHeldByOthers(Process process, String mark) {
        return !tree(process, mark).handles().isEmpty();
    }

    private static ProcessTree tree(Process process, String mark) {
        return new ProcessTree(ProcessId.of(process.pid()).orElse(new ProcessId(process.pid(), 0)), mark);
    }

    /** Ends the process and all that came from it; returns what is still there. */
    private static List<ProcessHandle> end(Process process, String mark) {
        return TreeKiller.kill(tree(process, mark), process);
    }

    private static String left(List<ProcessHandle> left) {
        return left.isEmpty()
                ? ""
                : "; still running: "
                        + left.stream().map(handle -> "PID " + handle.pid()).toList() + ", end them with kill -9";
    }

    private List<String> command(Map<String, @Nullable Object> provider) throws ActivityFailedException {
        Object written = provider.getOrDefault("arguments", List.of());
        Object arguments = PythonValues.truth(written) ? scope.arguments(written) : written;
        String name = PythonText.str(provider.get("path"));
        Optional<Path> path = Executables.find(Executables.home(name));
        if (arguments instanceof String line) {
            Optional<String> unsafe = scope.strict() && written instanceof String template
                    ? ShellText.check(template, scope)
                    : Optional.empty();
            if (unsafe.isPresent()) {
                throw new ActivityFailedException(unsafe.get());
            }
            String executable = path.map(Path::toString).orElse("None");
            return List.of("/bin/sh", "-c", executable + " " + line);
        }
        if (path.isEmpty()) {
            if (scope.strict()) {
                throw new ActivityFailedException("there is no executable '" + name + "' on the PATH");
            }
            throw PythonError.typeError("expected str, bytes or os.PathLike object, not NoneType");
        }
        List<String> command = new ArrayList<>();
        command.add(path.get().toString());
        for (Object argument : flat(arguments)) {
            if (argument != null && !argument.equals("")) {
                command.add(PythonText.str(argument));
            }
        }
        return command;
    }

    private static List<?> flat(@Nullable Object arguments) {
        if (arguments instanceof List<?> list) {
            return list;
        }
        if (arguments instanceof Map<?, ?> map) {
            List<@Nullable Object> flat = new ArrayList<>();
            map.forEach((key, value) -> {
                flat.add(key);
                flat.add(value);
            });
            return flat;
        }
        throw PythonError.typeError("'" + PythonValues.typeName(arguments) + "' object is not iterable");
    }
}
