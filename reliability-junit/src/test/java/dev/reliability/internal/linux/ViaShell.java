package dev.reliability.internal.linux;

import dev.reliability.internal.shell.Quoting;
import dev.reliability.spi.Lifeline;
import dev.reliability.spi.Shell;
import dev.reliability.spi.ShellCommand;
import dev.reliability.spi.ShellResult;
import dev.reliability.spi.ShellSession;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Another shell with something put before each command, or its answers changed: a target that lacks something. */
record ViaShell(Shell shell, List<String> before, UnaryOperator<String> answers, List<Lifeline> lifelines)
        implements Shell {

    ViaShell(Shell shell, List<String> before, UnaryOperator<String> answers) {
        this(shell, before, answers, shell.lifelines());
    }

    /** A target whose commands run behind this program. */
    static ViaShell program(Shell shell, String... before) {
        return new ViaShell(shell, List.of(before), UnaryOperator.identity());
    }

    @Override
    public String address() {
        return shell.address();
    }

    @Override
    public ShellResult run(ShellCommand command) {
        ShellResult result = shell.run(wrapped(command));
        return new ShellResult(result.exitCode(), answers.apply(result.output()), result.errors());
    }

    @Override
    public ShellSession start(ShellCommand command) {
        return shell.start(wrapped(command));
    }

    private ShellCommand wrapped(ShellCommand command) {
        List<String> words = Stream.of(
                        before.stream(), Stream.of("bash", "-c", command.script(), "via"), command.arguments().stream())
                .flatMap(stream -> stream)
                .toList();
        return new ShellCommand("exec " + Quoting.commandLine(words), List.of(), command.input(), command.timeout());
    }

    @Override
    public void close() {
        shell.close();
    }
}
