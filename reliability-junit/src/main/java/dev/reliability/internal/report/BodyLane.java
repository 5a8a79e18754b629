package dev.reliability.internal.report;

import dev.reliability.internal.report.ReportedExperiment.Call;
import dev.reliability.internal.report.ReportedExperiment.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** What the test body said and asked for: marks in the picture, and the calls one by one. */
final class BodyLane {

    static final double HEIGHT = 26;

    /** So far apart, marks can be told from one another. */
    private static final double COLUMN = 3;

    private static final int ROWS = 200;

    private final Markup out;
    private final ReportedExperiment run;

    BodyLane(Markup out, ReportedExperiment run) {
        this.out = out;
        this.run = run;
    }

    /** Tells whether there is anything to be seen. */
    static boolean worthwhile(ReportedExperiment run) {
        return !run.calls().isEmpty() || run.events().stream().anyMatch(Event::note);
    }

    /** Draws calls as ticks, those without an answer or with one of 400 and more in another colour, and notes as diamonds. */
    void draw(DoubleUnaryOperator x, double y) {
        byColumn(run.calls(), call -> x.applyAsDouble(call.at())).forEach((column, calls) -> {
            boolean failed = calls.stream().anyMatch(Call::failed);
            out.open(
                    "rect",
                    "class",
                    failed ? "failure" : "call",
                    "x",
                    column * COLUMN,
                    "y",
                    y + 3,
                    "width",
                    2.0,
                    "height",
                    16);
            out.leaf("title", words(calls)).close();
        });
        List<Event> notes = run.events().stream().filter(Event::note).toList();
        byColumn(notes, note -> x.applyAsDouble(note.after())).forEach((column, same) -> {
            out.open("path", "class", "said", "d", diamond(column * COLUMN, y + 11));
            out.leaf("title", more(same.get(0).text(), same.size())).close();
        });
    }

    private static <T> Map<Long, List<T>> byColumn(List<T> all, ToDoubleFunction<T> x) {
        Map<Long, List<T>> columns = new TreeMap<>();
        all.forEach(
                one -> columns.computeIfAbsent(Math.round(x.applyAsDouble(one) / COLUMN), column -> new ArrayList<>())
                        .add(one));
        return columns;
    }

    private static String words(List<Call> calls) {
        Call first = calls.stream().filter(Call::failed).findFirst().orElse(calls.get(0));
        return more(first.asked() + ": " + first.answer() + " after " + Words.millis(first.millis()), calls.size());
    }

    private static String more(String text, int all) {
        return all == 1 ? text : text + ", and " + (all - 1) + " more here";
    }

    private static String diamond(double x, double y) {
        return "M" + Words.plain(x - 5, 1) + " " + Words.plain(y, 1) + "l5 -5l5 5l-5 5z";
    }

    /** Writes the calls as a table. */
    void table() {
        List<Call> calls = run.calls();
        if (calls.isEmpty()) {
            return;
        }
        long all = calls.size() + run.callsLeftOut();
        out.open("details").leaf("summary", "HTTP calls of the test body (" + all + ")");
        out.open("table", "class", "log").open("thead").open("tr");
        List.of("After", "Call", "Answer", "Took").forEach(column -> out.leaf("th", column, "scope", "col"));
        out.close().close().open("tbody");
        int half = calls.size() > ROWS ? ROWS / 2 : calls.size();
        calls.subList(0, half).forEach(this::row);
        if (all > half) {
            long shown = Math.min(half, calls.size() - half);
            out.open("tr").leaf("td", "");
            out.leaf("td", (all - half - shown) + " calls are left out here", "colspan", 3)
                    .close();
            calls.subList(calls.size() - (int) shown, calls.size()).forEach(this::row);
        }
        out.close().close().close();
    }

    private void row(Call call) {
        out.open("tr").leaf("td", "+" + Words.plain(call.at(), 3) + " s", "class", "number");
        out.leaf("td", call.asked()).leaf("td", call.answer());
        out.leaf("td", Words.millis(call.millis()), "class", "number").close();
    }
}
