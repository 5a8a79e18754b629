package dev.reliability.internal.report;

import dev.reliability.internal.report.ReportedExperiment.Fault;
import dev.reliability.internal.report.ReportedExperiment.Move;
import dev.reliability.internal.report.ReportedExperiment.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code report.html}: one file without scripts, pictures or addresses to fetch, so that it opens wherever a CI server shows it. */
final class HtmlReport {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private final Markup out;
    private final ReportedBuild build;

    private HtmlReport(Markup out, ReportedBuild build) {
        this.out = out;
        this.build = build;
    }

    static void write(ReportedBuild build, Writer writer) throws IOException {
        Markup out = new Markup(writer);
        new HtmlReport(out, build).page();
        out.flush();
    }

    private void page() throws IOException {
        out.doctype().open("html", "lang", "en").open("head");
        out.empty("meta", "charset", "utf-8");
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        out.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        out.empty("meta", "name", "color-scheme", "content", "light dark");
        out.leaf("title", "Reliability: " + build.sentence());
        out.leaf("style", style());
        out.close().open("body");
        out.leaf("a", "Skip to the experiments", "class", "skip", "href", "#experiments");
        header();
        out.open("main", "id", "experiments");
        overview();
        unwritten();
        CoverageTable.write(Coverage.of(build), out);
        stale();
        build.experiments().forEach(run -> new ExperimentSection(out, run).write());
        build.stale().forEach(one -> new ExperimentSection(out, one.run()).writeStale(one.why()));
        out.close();
        out.open("footer")
                .leaf("p", "Written " + TIME.format(build.written()) + " from the journals below " + build.directory())
                .close();
        out.close().close();
    }

    private static String style() throws IOException {
        try (InputStream stream = HtmlReport.class.getResourceAsStream("report.css")) {
            if (stream == null) {
                throw new IOException("report.css is missing beside " + HtmlReport.class.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void header() {
        out.open("header", "class", build.good() ? "good" : "bad");
        out.leaf("p", "Reliability report", "class", "kicker");
        out.leaf("h1", build.sentence());
        if (!build.counts().isEmpty()) {
            out.open("ul", "class", "counts", "aria-label", "Verdicts");
            build.counts().forEach((verdict, number) -> {
                out.open("li", "class", style(verdict));
                out.leaf("strong", String.valueOf(number))
                        .text(" " + verdict.toLowerCase(Locale.ROOT))
                        .close();
            });
            out.close();
        }
        build.problems().forEach(problem -> out.leaf("p", problem, "class", "problem"));
        out.close();
    }

    /** What says how it went must not depend on colour alone. */
    static void badge(Markup out, String verdict) {
        out.leaf("span", sign(verdict) + " " + verdict, "class", "badge " + style(verdict));
    }

    private static String sign(String verdict) {
        return switch (style(verdict)) {
            case "passed" -> "✓";
            case "failed", "error" -> "✗";
            case "inconclusive" -> "?";
            default -> "–";
        };
    }

    static String style(String verdict) {
        return switch (verdict) {
            case "PASSED" -> "passed";
            case "FAILED" -> "failed";
            case "ERROR", "INVALID" -> "error";
            case "INCONCLUSIVE", ReportedExperiment.UNFINISHED -> "inconclusive";
            default -> "aborted";
        };
    }

    private void overview() {
        if (build.experiments().isEmpty()) {
            out.leaf("p", "There is no journal below " + build.directory() + ".");
            return;
        }
        List<String> columns = List.of("Verdict", "Experiment", "Attacked", "Failover", "Users", "Started");
        out.open("section", "aria-labelledby", "overview").leaf("h2", "All experiments", "id", "overview");
        out.open("table", "class", "overview").open("thead").open("tr");
        columns.forEach(column -> out.leaf("th", column, "scope", "col"));
        out.close().close().open("tbody");
        for (ReportedExperiment run : build.experiments()) {
            out.open("tr").open("td", "data-label", "Verdict");
            badge(out, run.verdict());
            out.close().open("th", "scope", "row");
            out.leaf("a", run.shortName(), "href", "#" + run.anchor());
            run.place().ifPresent(place -> out.leaf("span", place.className(), "class", "why"));
            if (!run.passed()) {
                out.leaf("span", run.message(), "class", "why " + style(run.verdict()));
            }
            out.close();
            out.leaf("td", attacked(run), "data-label", "Attacked");
            out.open("td", "data-label", "Failover");
            failovers(run);
            out.close();
            out.leaf("td", users(run), "data-label", "Users");
            out.leaf("td", started(run), "data-label", "Started", "class", "number")
                    .close();
        }
        out.close().close().close();
    }

    private void stale() {
        if (build.stale().isEmpty()) {
            return;
        }
        out.open("section", "aria-labelledby", "stale").leaf("h2", "Not of this build", "id", "stale");
        out.leaf("p", "These journals were here before. They prove nothing about this build, and count nowhere above.");
        out.open("table").open("thead").open("tr");
        List.of("Outcome", "Experiment", "Why", "Started").forEach(column -> out.leaf("th", column, "scope", "col"));
        out.close().close().open("tbody");
        build.stale().forEach(one -> {
            out.open("tr").open("td", "data-label", "Outcome");
            badge(out, "STALE");
            out.close().open("th", "scope", "row");
            out.leaf("a", one.run().name(), "href", "#" + one.run().anchor()).close();
            out.leaf("td", one.why(), "data-label", "Why");
            out.leaf("td", started(one.run()), "data-label", "Started", "class", "number")
                    .close();
        });
        out.close().close().close();
    }

    private static String attacked(ReportedExperiment run) {
        return run.faults().isEmpty()
                ? "nothing: no fault was injected"
                : run.faults().stream().map(Fault::words).collect(Collectors.joining("; "));
    }

    private void failovers(ReportedExperiment run) {
        if (run.moves().isEmpty()) {
            out.text("–");
        }
        for (Move move : run.moves()) {
            out.open("div").text(ExperimentSection.moved(move));
            move.within().ifPresent(within -> {
                double took = move.firstNew().orElse(within);
                String words = "allowed " + Words.seconds(within)
                        + (move.floor().isPresent()
                                ? ", floor " + Words.seconds(move.floor().getAsDouble())
                                : "");
                out.leaf("span", words, "class", "why");
                out.open(
                        "svg",
                        "class",
                        "meter",
                        "viewBox",
                        "0 0 100 6",
                        "preserveAspectRatio",
                        "none",
                        "aria-hidden",
                        "true");
                out.empty("rect", "class", "strip", "x", 0, "y", 0, "width", 100, "height", 6);
                String style = move.firstNew().isPresent() && took <= within ? "moved" : "failure";
                out.empty(
                        "rect",
                        "class",
                        style,
                        "x",
                        0,
                        "y",
                        0,
                        "width",
                        Math.min(100, took / within * 100),
                        "height",
                        6);
                move.floor()
                        .ifPresent(floor -> out.empty(
                                "rect",
                                "class",
                                "floor",
                                "x",
                                Math.min(98, floor / within * 100),
                                "y",
                                0,
                                "width",
                                2,
                                "height",
                                6));
                out.close();
            });
            out.close();
        }
    }

    private static String users(ReportedExperiment run) {
        return run.states().stream()
                .filter(state -> state.samples() >= 0)
                .max((one, other) -> Double.compare(one.longestOutage(), other.longestOutage()))
                .map(HtmlReport::users)
                .orElse("–");
    }

    private static String users(State state) {
        if (state.failed() == 0) {
            return "noticed nothing (" + Words.count(state.samples(), "sample", "samples") + ")";
        }
        return "out for " + Words.seconds(Math.max(0, state.longestOutage()))
                + (state.allowedOutage() < 0 ? "" : ", allowed " + Words.seconds(state.allowedOutage()));
    }

    private static String started(ReportedExperiment run) {
        return run.started().map(HtmlReport::time).orElse("not known");
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }

    private void unwritten() {
        if (build.unwritten().isEmpty()) {
            return;
        }
        out.open("section", "aria-labelledby", "unwritten").leaf("h2", "Tests that did not run", "id", "unwritten");
        out.open("table").open("thead").open("tr");
        List.of("Outcome", "Test", "Why").forEach(column -> out.leaf("th", column, "scope", "col"));
        out.close().close().open("tbody");
        build.unwritten().forEach(one -> {
            out.open("tr").open("td", "data-label", "Outcome");
            badge(out, one.outcome());
            out.close().leaf("th", one.name(), "scope", "row");
            out.leaf("td", one.message().isEmpty() ? "no reason was given" : one.message(), "data-label", "Why")
                    .close();
        });
        out.close().close().close();
    }
}
