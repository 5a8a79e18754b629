package dev.reliability.internal.shell;

import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellException;
import dev.reliability.spi.ShellException.Reason;
import dev.reliability.spi.ShellResult;
import dev.reliability.spi.ShellSession;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A shell behind a local program: bash itself, or one that leads to a bash elsewhere. */
abstract class ProcessShell implements Shell {

    /** The local command line for this command. Called once per run; may check that the target is there. */
    abstract List<String> commandLine(ShellCommand command, boolean session);

    /** Looks at a result for signs that it is the way to the target that failed, not the command. */
    ShellResult check(ShellResult result) {
        return result;
    }

    @Override
    public final ShellResult run(ShellCommand command) {
        Process process = launch(commandLine(command, false));
        CompletableFuture<String> output = Drains.text(process.getInputStream());
        CompletableFuture<String> errors = Drains.text(process.getErrorStream());
        Drains.run(() -> feed(process.getOutputStream(), command.input()));
        try {
            if (!process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                throw new ShellException(
                        Reason.TIMEOUT,
                        String.format(
                                Locale.ROOT,
                                "%s did not finish a command within %s and it was killed",
                                address(),
                                command.timeout()));
            }
            return check(new ShellResult(process.exitValue(), collect(output), collect(errors)));
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new ShellException(Reason.LOCAL, "interrupted while waiting for " + address(), e);
        }
    }

    @Override
    public ShellSession start(ShellCommand command) {
        return new ProcessSession(launch(commandLine(command, true)));
    }

    private Process launch(List<String> commandLine) {
        try {
            return new ProcessBuilder(commandLine).start();
        } catch (IOException e) {
            throw new ShellException(
                    Reason.LOCAL,
                    String.format(
                            Locale.ROOT,
                            "cannot start %s, which leads to %s: %s",
                            commandLine.get(0),
                            address(),
                            e.getMessage()),
                    e);
        }
    }

    private static void feed(OutputStream stream, String input) {
        try (stream) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // a command need not read its input; whether it succeeded is in its exit code
        }
    }

    /** A grandchild may hold the pipe open after the command has ended: it does not get to hold us up as well. */
    private static String collect(CompletableFuture<String> text) throws InterruptedException {
        try {
            return text.get(2, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return "";
        }
    }

    static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    static List<String> bash(ShellCommand command) {
        return concat(List.of("bash", "-c", command.script(), "reliability"), command.arguments());
    }

    static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
