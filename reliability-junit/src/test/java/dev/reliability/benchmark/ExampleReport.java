package dev.reliability.benchmark;

import dev.reliability.internal.report.Report;
import dev.reliability.testsystem.ExampleJournals;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the report of an example build, to look at or to make the pictures of the documentation from. */
public final class ExampleReport {

    private ExampleReport() {}

    public static void main(String[] arguments) throws IOException {
        Path reports = Path.of(arguments[0]);
        new ExampleJournals(reports).write();
        System.out.println(Report.of(reports).write());
    }
}
