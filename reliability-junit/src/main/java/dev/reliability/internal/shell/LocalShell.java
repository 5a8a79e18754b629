package dev.reliability.internal.shell;

import dev.reliability.spi.ShellCommand;
import java.util.List;

/** The machine that the tests run on. */
public final class LocalShell extends ProcessShell {

    @Override
    public String address() {
        return "host:local";
    }

    @Override
    List<String> commandLine(ShellCommand command, boolean session) {
        return bash(command);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
