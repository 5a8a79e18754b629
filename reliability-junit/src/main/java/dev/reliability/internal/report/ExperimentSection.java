package dev.reliability.internal.report;

import dev.reliability.internal.report.ReportedExperiment.Alarm;
import dev.reliability.internal.report.ReportedExperiment.Fault;
import dev.reliability.internal.report.ReportedExperiment.Move;
import dev.reliability.internal.report.ReportedExperiment.State;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One experiment: the reason first, then the picture, what was measured, the evidence, and how to run it again. */
final class ExperimentSection {

    private final Markup out;
    private final ReportedExperiment run;

    ExperimentSection(Markup out, ReportedExperiment run) {
        this.out = out;
        this.run = run;
    }

    void write() {
        write("");
    }

    /** @param why why it is not of this build */
    void writeStale(String why) {
        write(why);
    }

    private void write(String stale) {
        out.open("section", "id", run.anchor(), "aria-labelledby", run.anchor() + "h", "class", "experiment");
        out.open("h2", "id", run.anchor() + "h");
        if (!stale.isEmpty()) {
            HtmlReport.badge(out, "STALE");
            out.text(" ");
        }
        HtmlReport.badge(out, run.verdict());
        out.text(" " + run.name()).close();
        if (!stale.isEmpty()) {
            out.leaf("p", "Not of this build. " + stale, "class", "problem");
        }
        out.leaf("p", run.message(), "class", "reason " + HtmlReport.style(run.verdict()));
        run.findings().stream().skip(1).forEach(finding -> out.leaf("p", "Also: " + finding, "class", "also"));
        run.problems().forEach(problem -> out.leaf("p", problem, "class", "problem"));
        if (!run.passed()) {
            runbook();
        }
        if (TimelineChart.worthwhile(run)) {
            new TimelineChart(out, run).write();
            legend();
        }
        run.moves().forEach(move -> new Waterfall(out, run).write(move));
        states();
        expectations();
        faults();
        run.faults().forEach(this::testimony);
        new BodyLane(out, run).table();
        events();
        if (run.passed()) {
            runbook();
        }
        configuration();
        again();
        out.close();
    }

    private void runbook() {
        run.runbook().ifPresent(url -> {
            out.open("p").text("Runbook: ");
            // only what a browser opens as a page becomes a link
            if (url.startsWith("https://") || url.startsWith("http://")) {
                out.leaf("a", url, "href", url, "rel", "noreferrer");
            } else {
                out.text(url);
            }
            out.close();
        });
    }

    private void legend() {
        out.open("ul", "class", "legend", "aria-label", "Legend");
        for (List<String> entry : List.of(
                List.of("bites", "fault in force"),
                List.of("armed", "injected, not yet proven"),
                List.of("reverting", "being reverted"),
                List.of("moved", "time in which traffic moved"),
                List.of("mean", "latency, the slowest above it"),
                List.of("failure", "failed samples"),
                List.of("limit", "limit"),
                List.of("said", "note of the test body"),
                List.of("call", "HTTP call of the test body"))) {
            if (!BodyLane.worthwhile(run) && List.of("said", "call").contains(entry.get(0))) {
                continue;
            }
            out.open("li").leaf("span", "", "class", "key " + entry.get(0), "aria-hidden", "true");
            out.text(entry.get(1)).close();
        }
        out.close();
    }

    private void head(String caption, List<String> columns) {
        out.open("table").leaf("caption", caption).open("thead").open("tr");
        columns.forEach(column -> out.leaf("th", column, "scope", "col"));
        out.close().close().open("tbody");
    }

    private void cell(String column, String text) {
        out.leaf("td", text, "data-label", column);
    }

    private void states() {
        if (run.states().isEmpty()) {
            return;
        }
        head(
                "What users saw under the fault",
                List.of("Steady state", "Failed", "Longest outage", "Recovered", "Latency p50 / p99 / max"));
        for (State state : run.states()) {
            out.open("tr").leaf("th", state.name(), "scope", "row");
            cell(
                    "Failed",
                    state.samples() < 0
                            ? "not known"
                            : state.failed() + " of " + state.samples()
                                    + (state.tolerate() > 0
                                            ? " (tolerated " + Words.percent(state.tolerate()) + ")"
                                            : ""));
            cell(
                    "Longest outage",
                    (state.longestOutage() < 0 ? "not known" : Words.seconds(state.longestOutage()))
                            + (state.allowedOutage() < 0
                                    ? ""
                                    : " (allowed " + Words.seconds(state.allowedOutage()) + ")"));
            cell("Recovered", recovered(state));
            cell("Latency p50 / p99 / max", latency(state.latency()));
            out.close();
        }
        out.close().close();
    }

    private static String recovered(State state) {
        if (state.recovered().isEmpty()) {
            return "–";
        }
        String kept = state.recoveredKept().isPresent()
                ? ", " + Words.seconds(state.recoveredKept().getAsDouble()) + " on kept connections"
                : "";
        return Words.seconds(state.recovered().getAsDouble()) + " after the revert" + kept
                + (state.recoverWithin() < 0 ? "" : " (allowed " + Words.seconds(state.recoverWithin()) + ")");
    }

    private static String latency(Map<String, Double> latency) {
        return latency.isEmpty()
                ? "–"
                : String.join(
                        " / ",
                        List.of("p50", "p99", "max").stream()
                                .map(name -> latency.containsKey(name) ? Words.millis(latency.get(name)) : "–")
                                .toList());
    }

    private void expectations() {
        if (run.moves().isEmpty() && run.alarms().isEmpty()) {
            return;
        }
        head("What was expected of the system", List.of("Expectation", "Happened", "Allowed", "Floor"));
        for (Move move : run.moves()) {
            out.open("tr").leaf("th", move.name() + ": from " + move.from() + " to " + move.to(), "scope", "row");
            cell("Happened", moved(move));
            limits(move.within(), move.floor());
        }
        for (Alarm alarm : run.alarms()) {
            out.open("tr").leaf("th", "alarm " + alarm.name(), "scope", "row");
            cell(
                    "Happened",
                    alarm.fired().isPresent()
                            ? "after " + Words.seconds(alarm.fired().getAsDouble())
                                    + (alarm.error() > 0
                                            ? ", or up to " + Words.seconds(alarm.error()) + " earlier"
                                            : "")
                            : "did not fire; last seen: " + alarm.lastState());
            limits(alarm.within(), alarm.floor());
        }
        out.close().close();
    }

    private void limits(OptionalDouble within, OptionalDouble floor) {
        cell("Allowed", Words.seconds(within, "–"));
        cell("Floor", Words.seconds(floor, "–"));
        out.close();
    }

    static String moved(Move move) {
        if (move.firstNew().isEmpty()) {
            return "did not happen";
        }
        double error = move.firstNew().getAsDouble()
                - move.lastOld().orElse(move.firstNew().getAsDouble());
        return "after " + Words.seconds(move.firstNew().getAsDouble()) + " (known to " + Words.seconds(error) + ")"
                + (move.backFirstOld().isPresent()
                        ? ", back " + Words.seconds(move.backFirstOld().getAsDouble()) + " after the revert"
                        : "");
    }

    private void faults() {
        if (run.faults().isEmpty()) {
            out.leaf("p", "No fault was injected.", "class", "quiet");
            return;
        }
        head("Evidence of each fault", List.of("Fault", "Proof that it bit", "In force for", "Left behind", "Counted"));
        for (Fault fault : run.faults()) {
            out.open("tr").leaf("th", fault.words(), "scope", "row");
            cell(
                    "Proof that it bit",
                    fault.bitten().isPresent()
                            ? fault.bite()
                            : fault.bite().isEmpty() ? "none" : "none: " + fault.bite());
            cell(
                    "In force for",
                    fault.injected().isPresent() && fault.reverted().isPresent()
                            ? Words.seconds(fault.reverted().getAsDouble()
                                    - fault.injected().getAsDouble())
                            : "not known");
            cell(
                    "Left behind",
                    !fault.residue().isEmpty()
                            ? String.join("; ", fault.residue())
                            : fault.reverted().isPresent() ? "nothing" : "not known");
            out.open("td", "data-label", "Counted");
            figures(fault);
            out.close().close();
        }
        out.close().close();
    }

    private void figures(Fault fault) {
        if (fault.figures().isEmpty()) {
            out.text("–");
            return;
        }
        out.open("dl", "class", "figures");
        fault.figures().forEach((name, value) -> out.leaf("dt", name).leaf("dd", value));
        out.close();
    }

    private void testimony(Fault fault) {
        fault.testimony().forEach((where, text) -> {
            out.open("details").leaf("summary", "What " + where + " said around " + fault.words());
            out.leaf("pre", text, "tabindex", "0").close();
        });
        fault.gaps().forEach(gap -> out.leaf("p", "Not known around " + fault.words() + ": " + gap + "."));
    }

    private void events() {
        if (run.events().isEmpty()) {
            return;
        }
        out.open("details").leaf("summary", "What happened, line by line");
        out.open("table", "class", "log").open("thead").open("tr");
        out.leaf("th", "After", "scope", "col").leaf("th", "What", "scope", "col");
        out.close().close().open("tbody");
        run.events().forEach(event -> out.open("tr")
                .leaf("td", "+" + Words.plain(event.after(), 3) + " s", "class", "number")
                .leaf("td", event.text())
                .close());
        out.close().close().close();
    }

    private void configuration() {
        out.open("details").leaf("summary", "Configuration").open("dl", "class", "settings");
        run.started().ifPresent(at -> out.leaf("dt", "started").leaf("dd", at.toString()));
        out.leaf("dt", "lasted").leaf("dd", Words.seconds(run.length()));
        run.settings().forEach((name, value) -> out.leaf("dt", name).leaf("dd", value));
        run.faults().stream()
                .filter(fault -> !fault.selection().isEmpty())
                .forEach(fault -> out.leaf("dt", fault.words()).leaf("dd", String.join(", ", fault.selection())));
        out.leaf("dt", "journal").leaf("dd", run.file().toString());
        out.close().close();
    }

    private void again() {
        run.place().flatMap(Again::command).ifPresent(command -> {
            out.leaf("h3", "Run this one again, from the root of the repository");
            out.leaf("pre", command, "class", "command", "tabindex", "0");
        });
    }
}
