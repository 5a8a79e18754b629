package dev.reliability.internal.report;

import dev.reliability.internal.journal.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes {@code report.html}, {@code summary.json} and {@code summary.md} from the journals of a report directory. */
public final class Report {

    private static final String USAGE = "usage: [--reports=DIR]   (target/reliability)";

    private final ReportedBuild build;

    private Report(ReportedBuild build) {
        this.build = build;
    }

    /**
     * Reads what a report directory holds.
     *
     * @throws IOException if the directory cannot be read
     */
    public static Report of(Path reports) throws IOException {
        return new Report(ReportedBuild.read(reports.toAbsolutePath().normalize()));
    }

    /** Tells whether there is anything to report. */
    public boolean isEmpty() {
        return build.experiments().isEmpty()
                && build.stale().isEmpty()
                && build.unwritten().isEmpty();
    }

    /** Says in a sentence how it went: {@code 1 of 6 experiments did not pass.} */
    public String sentence() {
        return build.sentence();
    }

    /**
     * Writes the files beside the journals. Each replaces the earlier one whole, so that nobody reads half of one, and of
     * several processes that do so at once the last one stays.
     *
     * @return {@code report.html}
     * @throws IOException if they cannot be written; what was there before stays
     */
    public Path write() throws IOException {
        Files.createDirectories(build.directory());
        replace("summary.json", writer -> writer.write(Json.pretty(SummaryJson.of(build))));
        replace("summary.md", writer -> writer.write(SummaryMarkdown.of(build)));
        return replace("report.html", writer -> HtmlReport.write(build, writer));
    }

    /** Writes one file. */
    private interface Content {
        void to(Writer writer) throws IOException;
    }

    private Path replace(String name, Content content) throws IOException {
        Path file = build.directory().resolve(name);
        Path next = file.resolveSibling(name + "." + UUID.randomUUID() + ".next");
        try {
            try (BufferedWriter writer = Files.newBufferedWriter(next, StandardCharsets.UTF_8)) {
                content.to(writer);
            }
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (Markup.MarkupException | UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /**
     * Tells the CI server about the runs that began after a moment: on GitHub, on the page of the job and at the lines of tests
     * that did not pass; elsewhere nothing.
     *
     * @throws IOException if the page of the job cannot be written
     */
    public void tellServer(Instant since, PrintStream out) throws IOException {
        ReportedBuild recent = new ReportedBuild(
                build.directory(),
                build.written(),
                build.experiments().stream()
                        .filter(run ->
                                run.started().filter(at -> !at.isBefore(since)).isPresent())
                        .toList(),
                List.of(),
                build.unwritten().stream()
                        .filter(one -> !one.at().isBefore(since))
                        .toList(),
                build.problems());
        if (recent.experiments().isEmpty() && recent.unwritten().isEmpty()) {
            return;
        }
        GitHub gitHub = new GitHub(name -> Optional.ofNullable(System.getenv(name)), out);
        gitHub.annotate(recent);
        gitHub.summarise(recent);
    }

    /**
     * Writes a report as a command does.
     *
     * @param out where it is said what was found, a line for each experiment
     * @param arguments options
     * @return 0 if it was written, 1 if it could not be or there is nothing to report, 2 for arguments that make no sense
     */
    public static int run(PrintStream out, String... arguments) {
        String directory = "target/reliability";
        for (String argument : arguments) {
            if (!argument.startsWith("--reports=") || argument.length() == "--reports=".length()) {
                out.println("reliability report: " + argument + " makes no sense; " + USAGE);
                return 2;
            }
            directory = argument.substring("--reports=".length());
        }
        try {
            return write(Path.of(directory), out);
        } catch (IOException | RuntimeException e) {
            out.println("reliability report: could not be written: " + e);
            return 1;
        }
    }

    private static int write(Path reports, PrintStream out) throws IOException {
        Report report = of(reports);
        if (report.isEmpty()) {
            out.println("reliability report: there is no journal below " + report.build.directory()
                    + "; name the directory of the reports with --reports=DIR");
            return 1;
        }
        Path html = report.write();
        report.build.experiments().forEach(run -> out.println(Visible.of(run.verdict() + " " + run.name())));
        report.build
                .stale()
                .forEach(one -> out.println(Visible.of("STALE " + one.run().name() + ": " + one.why())));
        report.build.unwritten().forEach(one -> out.println(Visible.of(one.outcome() + " " + one.name())));
        out.println(report.sentence() + " Report: " + html);
        return 0;
    }
}
