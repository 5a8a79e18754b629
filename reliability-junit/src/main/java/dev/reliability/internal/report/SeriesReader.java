package dev.reliability.internal.report;

import static dev.reliability.internal.report.Fields.list;
import static dev.reliability.internal.report.Fields.number;
import static dev.reliability.internal.report.Fields.text;
import static dev.reliability.internal.report.Fields.texts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.internal.report.ReportedExperiment.Call;
import dev.reliability.internal.report.ReportedExperiment.Event;
import dev.reliability.internal.report.ReportedExperiment.Point;
import dev.reliability.internal.report.ReportedExperiment.Series;
import java.util.List;

/** Reads what a journal holds many of: samples of a steady state by the names of their columns, whichever there are; lines and calls. */
final class SeriesReader {

    private SeriesReader() {}

    static Series read(JsonNode series) {
        List<String> columns = texts(series.path("columns"));
        List<String> words = texts(series.path("words"));
        List<Point> points = list(series.path("points"), row -> {
            int seen = (int) cell(row, columns, "seen", -1);
            return new Point(
                    cell(row, columns, "at", 0),
                    (int) cell(row, columns, "samples", 1),
                    (int) cell(row, columns, "failed", 0),
                    cell(row, columns, "mean-ms", 0),
                    cell(row, columns, "slowest-ms", 0),
                    seen >= 0 && seen < words.size() ? words.get(seen) : "");
        });
        return new Series(text(series, "name"), text(series, "connections"), points);
    }

    static Event event(JsonNode event) {
        return new Event(
                number(event, "after", 0),
                text(event, "text"),
                event.path("note").asBoolean());
    }

    static Call call(JsonNode call) {
        return new Call(
                number(call, "at", 0),
                text(call, "method"),
                text(call, "url"),
                number(call, "ms", 0),
                (int) number(call, "status", 0),
                text(call, "failure"));
    }

    private static double cell(JsonNode row, List<String> columns, String column, double otherwise) {
        int index = columns.indexOf(column);
        return index < 0 ? otherwise : number(row.path(index)).orElse(otherwise);
    }
}
