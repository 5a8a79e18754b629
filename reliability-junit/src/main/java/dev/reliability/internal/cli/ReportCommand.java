package dev.reliability.internal.cli;

import dev.reliability.internal.report.Report;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the report of a build again, from its journals. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Writes report.html, summary.json and summary.md from the journals of a report directory.",
            "Exit code 0 if they were written, whatever they say, 1 if not."
        })
final class ReportCommand implements Callable<Integer> {

    @Option(
            names = "--reports",
            paramLabel = "DIR",
            description = "Where the journals are; ${DEFAULT-VALUE} by default.",
            defaultValue = "target/reliability")
    private Path reports = Path.of("target/reliability");

    @Override
    public Integer call() {
        PrintStream out = System.out;
        return Report.run(out, "--reports=" + reports);
    }
}
