package dev.reliability.internal.report;

import static dev.reliability.internal.report.Fields.list;
import static dev.reliability.internal.report.Fields.number;
import static dev.reliability.internal.report.Fields.text;
import static dev.reliability.internal.report.Fields.texts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reliability.internal.report.ReportedExperiment.Point;
import dev.reliability.internal.report.ReportedExperiment.Series;
import java.util.List;

/** Reads the samples of a steady state by the names of their columns, whichever there are. */
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

    private static double cell(JsonNode row, List<String> columns, String column, double otherwise) {
        int index = columns.indexOf(column);
        return index < 0 ? otherwise : number(row.path(index)).orElse(otherwise);
    }
}
