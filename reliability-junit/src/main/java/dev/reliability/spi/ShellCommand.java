package dev.reliability.spi;

import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What a {@link Shell} runs: a bash script, its arguments, and what it reads.
 *
 * <p>Script and data are kept apart: whatever comes from outside (host names, patterns, paths) goes into
 * {@link #arguments()} or {@link #input()} and is never pasted into the script.
 *
 * <pre>{@code
 * ShellCommand.script("getent ahosts \"$1\"").withArguments(host).withTimeout(Duration.ofSeconds(5));
 * }</pre>
 *
 * @param script bash source; sees its arguments as {@code $1}, {@code $2} and so on
 * @param arguments data for the script; any text without NUL characters
 * @param input what the script reads from its standard input, as UTF-8; ignored by {@link Shell#start}
 * @param timeout after which the command is killed; 30 s unless set; ignored by {@link Shell#start}
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ShellCommand(String script, List<String> arguments, String input, Duration timeout) {

    /** Copies the arguments and checks them. */
    public ShellCommand {
        arguments = List.copyOf(arguments);
        if (script.indexOf('\0') >= 0 || arguments.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("a command and its arguments cannot hold NUL characters");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout of a command must be positive, got " + timeout);
        }
    }

    /** A bash script without arguments and input, to be done within 30 s. */
    public static ShellCommand script(String script) {
        return new ShellCommand(script, List.of(), "", Duration.ofSeconds(30));
    }

    /** A program with its arguments, looked up on the target's {@code PATH}. */
    public static ShellCommand program(String... programAndArguments) {
        return script("exec \"$@\"").withArguments(programAndArguments);
    }

    /** The same command with these arguments. */
    public ShellCommand withArguments(String... newArguments) {
        return new ShellCommand(script, List.of(newArguments), input, timeout);
    }

    /** The same command reading this text. */
    public ShellCommand withInput(String newInput) {
        return new ShellCommand(script, arguments, newInput, timeout);
    }

    /** The same command with this time limit. */
    public ShellCommand withTimeout(Duration newTimeout) {
        return new ShellCommand(script, arguments, input, newTimeout);
    }
}
