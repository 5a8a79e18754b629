package dev.reliability.internal.report;

import dev.reliability.internal.report.ReportedExperiment.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** A page in Markdown for what CI servers show beside a job. Text from elsewhere is shown as text, never as markup. */
final class SummaryMarkdown {

    /** Servers cut what is longer than a megabyte; the whole is in the report. */
    private static final int MOST = 200;

    private SummaryMarkdown() {}

    static String of(ReportedBuild build) {
        StringBuilder text = new StringBuilder();
        text.append("### ")
                .append(build.good() ? "✅ " : "❌ ")
                .append(escaped(build.sentence()))
                .append("\n\n");
        build.problems()
                .forEach(problem -> text.append("> ").append(escaped(problem)).append("\n\n"));
        List<ReportedExperiment> runs = build.experiments();
        if (!runs.isEmpty()) {
            text.append("| Verdict | Experiment | Attacked | Failover | Why |\n|---|---|---|---|---|\n");
            runs.stream().limit(MOST).forEach(run -> row(text, run));
            text.append('\n');
        }
        if (runs.size() > MOST) {
            text.append(runs.size() - MOST).append(" more are in report.html.\n\n");
        }
        build.stale().stream().limit(MOST).forEach(one -> text.append("- ")
                .append(escaped("STALE: " + one.run().name() + ". " + one.why()))
                .append('\n'));
        build.unwritten().stream().limit(MOST).forEach(one -> text.append("- ")
                .append(escaped(one.outcome() + ": " + one.name() + " " + one.message()))
                .append('\n'));
        return text.toString();
    }

    private static void row(StringBuilder text, ReportedExperiment run) {
        String attacked = run.faults().stream().map(Fault::words).collect(Collectors.joining("; "));
        String failover = run.moves().stream()
                .map(move -> ExperimentSection.moved(move)
                        + (move.within().isPresent()
                                ? " of " + Words.seconds(move.within().getAsDouble())
                                : ""))
                .collect(Collectors.joining("; "));
        String why = run.passed()
                ? ""
                : run.message() + run.runbook().map(url -> " Runbook: " + url).orElse("");
        List<String> cells = List.of(
                (run.passed() ? "✅ " : "❌ ") + run.verdict(),
                run.name(),
                attacked.isEmpty() ? "nothing" : attacked,
                failover.isEmpty() ? "–" : failover,
                why);
        text.append(cells.stream().map(SummaryMarkdown::escaped).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** Escapes what Markdown or HTML would take for markup; a line stays one line. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (char one : Visible.of(text).toCharArray()) {
            switch (one) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '@' -> escaped.append("&#64;");
                case '\n', '\t' -> escaped.append(' ');
                case '\\', '`', '*', '_', '[', ']', '|', '#', '~', '!' ->
                    escaped.append('\\').append(one);
                default -> escaped.append(one);
            }
        }
        return escaped.toString();
    }
}
