package dev.reliability.internal.cli;

import dev.reliability.spi.SharedClients;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code reliability}: what operators need beside the tests. */
@Command(
        name = "reliability",
        mixinStandardHelpOptions = true,
        description = "Reliability tests from the command line.",
        subcommands = {RunCommand.class, PlanCommand.class, SweepCommand.class, HaltCommand.class, ReportCommand.class})
public final class Main {

    private Main() {}

    /**
     * Runs a command and ends the JVM with its exit code: 0 when all is well, 1 when it is not, 2 for arguments that make no
     * sense; {@code run} has more.
     */
    public static void main(String[] arguments) {
        Signals.endOnThoseOfUsers();
        int exitCode = run(arguments);
        try {
            SharedClients.closeAll();
        } catch (IllegalStateException e) {
            System.err.println("[reliability] " + e.getMessage());
        }
        System.exit(exitCode);
    }

    /** Runs a command and returns its exit code. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }
}
