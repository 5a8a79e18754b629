package dev.reliability.internal.chaostoolkit.provider;

import dev.reliability.internal.chaostoolkit.http.HttpAnswer;
import dev.reliability.internal.chaostoolkit.substitution.Substitution;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.process.ProcessId;
import dev.reliability.internal.process.ProcessTree;
import dev.reliability.internal.time.Threads;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The process provider: a command with its status, output and error output.
 *
 * <p>A process that outlives its timeout or its experiment is ended with everything that came from it.
 */
final class ProcessActivity {
    private static final Executor READERS = Executors.newCachedThreadPool(Threads.daemons("process-output"));
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./ -]*");
    private static final int SIGNAL = 128;

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
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(new File(File.separatorChar == '/' ? "/dev/null" : "NUL"));
        builder.environment().putAll(scope.environment());
        // a process that detaches itself keeps its environment: the mark finds it again
        builder.environment().merge(ProcessTree.VARIABLE, mark, (before, own) -> before + "," + own);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ActivityFailedException("cannot start " + command.get(0) + ": " + e.getMessage(), e);
        }
        Cancellation.Registration registration = cancellation.onCancel(() -> end(process, mark));
        try {
            CompletableFuture<byte[]> errors = read(process.getErrorStream());
            CompletableFuture<byte[]> output = read(process.getInputStream());
            CompletableFuture.allOf(errors, output).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            int code = process.waitFor();
            if (cancellation.isCancelled()) {
                throw new ActivityFailedException("cancelled; its processes were ended");
            }
            return result(code, output.join(), errors.join());
        } catch (TimeoutException e) {
            throw new ActivityFailedException(
                    "process activity took too long to complete" + left(end(process, mark)), e);
        } catch (InterruptedException e) {
            String left = left(end(process, mark));
            Thread.currentThread().interrupt();
            throw new ActivityFailedException("interrupted" + left, e);
        } catch (ExecutionException e) {
            throw new ActivityFailedException(
                    "the output cannot be read: " + e.getCause() + left(end(process, mark)), e);
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

    private static CompletableFuture<byte[]> read(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return stream.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                READERS);
    }

    /** Ends the process and all that came from it; returns what is still there. */
    private static List<ProcessHandle> end(Process process, String mark) {
        Optional<ProcessId> root = ProcessId.of(process.pid());
        ProcessTree tree = new ProcessTree(root.orElse(new ProcessId(process.pid(), 0)), mark);
        return TreeKiller.kill(tree, process);
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
            checkShell(written);
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

    /** Values from outside of the file must not become commands of the shell that runs a text of arguments. */
    private void checkShell(@Nullable Object written) throws ActivityFailedException {
        if (!scope.strict() || !(written instanceof String template)) {
            return;
        }
        Substitution foreign = scope.foreign();
        for (Object value : foreign.valuesIn(template)) {
            if (!PLAIN.matcher(PythonText.str(value)).matches()) {
                throw new ActivityFailedException("a value from the environment, a secret, a probe or an override holds"
                        + " characters that the shell interprets; write the arguments as a list, which needs no shell");
            }
        }
    }
}
