package dev.reliability.internal.report;

import dev.reliability.internal.report.ReportedExperiment.Point;
import dev.reliability.internal.report.ReportedExperiment.Series;
import dev.reliability.internal.report.ReportedExperiment.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What users saw of one steady state: latency on a logarithmic axis, the slowest of each moment, and a strip of failures. */
final class SeriesPlot {

    static final double HEIGHT = 112;
    private static final double STRIP = 14;
    private static final double COLUMN = 1.5;

    private final Markup out;
    private final Scale scale;
    private final double origin;
    private final double top;
    private double least;
    private double most;

    SeriesPlot(Markup out, Scale scale, double origin, double top) {
        this.out = out;
        this.scale = scale;
        this.origin = origin;
        this.top = top;
    }

    /** What is drawn at one place: everything that falls there. */
    private record Column(double x, double mean, double slowest, int samples, int failed, double from, String seen) {

        Column and(Column other) {
            return new Column(
                    x,
                    (mean * samples + other.mean * other.samples) / Math.max(1, samples + other.samples),
                    Math.max(slowest, other.slowest),
                    samples + other.samples,
                    failed + other.failed,
                    from,
                    failed > 0 ? seen : other.seen);
        }
    }

    void write(String name, List<Series> all, Optional<State> state) {
        least = bound(all, true);
        most = bound(all, false);
        frame(name);
        for (Series series : all) {
            List<Column> columns = columns(series.points());
            if (series.connections().equals("kept")) {
                path(columns, "kept", column -> column.mean);
                failures(columns, bottom() + STRIP + 2, 4, "kept connections: ");
            } else {
                area(columns);
                path(columns, "mean", column -> column.mean);
                failures(columns, bottom() + 3, STRIP - 4, "");
            }
        }
        state.ifPresent(this::outage);
    }

    private double bottom() {
        return top + HEIGHT - STRIP - 10;
    }

    private static double bound(List<Series> all, boolean lower) {
        var slowest = all.stream()
                .flatMap(series -> series.points().stream())
                .mapToDouble(point -> Math.max(0.1, lower ? point.mean() : point.slowest()));
        double found = lower ? slowest.min().orElse(1) : slowest.max().orElse(1000);
        double power = Math.log10(found);
        return Math.pow(10, lower ? Math.floor(power) : Math.max(1, Math.ceil(power)));
    }

    private double y(double millis) {
        double span = Math.log10(most) - Math.log10(least);
        double share = (Math.log10(Math.max(least, millis)) - Math.log10(least)) / Math.max(1, span);
        return bottom() - Math.min(1, share) * (bottom() - top - 4);
    }

    private void frame(String name) {
        String cut = name.length() > 26 ? name.substring(0, 25) + "…" : name;
        out.open("text", "class", "lane", "x", 8, "y", top + 26);
        out.leaf("title", name).text(cut).close();
        out.leaf("text", "latency, failures below", "class", "tick", "x", 8, "y", top + 42);
        int every = Math.log10(most / least) > 4 ? 2 : 1;
        for (int power = (int) Math.round(Math.log10(least)); power <= Math.round(Math.log10(most)); power += every) {
            double millis = Math.pow(10, power);
            double y = y(millis);
            out.empty("line", "class", "grid", "x1", scale.left(), "y1", y, "x2", scale.right(), "y2", y);
            out.leaf(
                    "text",
                    Words.millis(millis),
                    "class",
                    "tick",
                    "x",
                    scale.left() - 6,
                    "y",
                    y + 4,
                    "text-anchor",
                    "end");
        }
        out.empty(
                "rect",
                "class",
                "strip",
                "x",
                scale.left(),
                "y",
                bottom() + 3,
                "width",
                scale.right() - scale.left(),
                "height",
                STRIP - 4);
    }

    private List<Column> columns(List<Point> points) {
        TreeMap<Long, Column> columns = new TreeMap<>();
        for (Point point : points) {
            double x = scale.x(point.at() - origin);
            long number = Math.round(x / COLUMN);
            columns.merge(
                    number,
                    new Column(
                            number * COLUMN,
                            point.mean(),
                            point.slowest(),
                            point.samples(),
                            point.failed(),
                            point.at() - origin,
                            point.seen()),
                    Column::and);
        }
        return new ArrayList<>(columns.values());
    }

    private interface Value {
        double of(Column column);
    }

    private void area(List<Column> columns) {
        if (columns.isEmpty()) {
            return;
        }
        StringBuilder path = new StringBuilder(columns.size() * 12 + 32);
        path.append('M').append(number(columns.get(0).x)).append(' ').append(number(bottom()));
        columns.forEach(
                column -> path.append('L').append(number(column.x)).append(' ').append(number(y(column.slowest))));
        path.append('L')
                .append(number(columns.get(columns.size() - 1).x))
                .append(' ')
                .append(number(bottom()))
                .append('z');
        out.empty("path", "class", "slowest", "d", path.toString());
    }

    private void path(List<Column> columns, String style, Value value) {
        if (columns.isEmpty()) {
            return;
        }
        StringBuilder path = new StringBuilder(columns.size() * 12);
        for (Column column : columns) {
            path.append(path.length() == 0 ? 'M' : 'L')
                    .append(number(column.x))
                    .append(' ')
                    .append(number(y(value.of(column))));
        }
        out.empty("path", "class", style, "d", path.toString());
    }

    private static String number(double value) {
        return Words.plain(value, 1);
    }

    /** Failures side by side are one mark, which says what was seen. */
    private void failures(List<Column> columns, double y, double height, String whose) {
        int index = 0;
        while (index < columns.size()) {
            Column first = columns.get(index);
            if (first.failed == 0) {
                index++;
                continue;
            }
            Column all = first;
            double end = first.x;
            int next = index + 1;
            while (next < columns.size() && columns.get(next).failed > 0) {
                all = all.and(columns.get(next));
                end = columns.get(next).x;
                next++;
            }
            double until = next < columns.size() ? columns.get(next).x : end + 2;
            double width = Math.max(2.5, Math.max(end, Math.min(until, end + 40)) - first.x);
            out.open("rect", "class", "failure", "x", first.x, "y", y, "width", width, "height", height);
            out.leaf(
                            "title",
                            whose + all.failed + " of " + Words.count(all.samples, "sample", "samples")
                                    + " failed from " + Words.seconds(first.from) + " on: " + all.seen)
                    .close();
            index = next;
        }
    }

    private void outage(State state) {
        if (state.longestOutage() <= 0 || state.outageBegan().isEmpty()) {
            return;
        }
        double from = scale.x(state.outageBegan().getAsDouble());
        double to = scale.x(state.outageBegan().getAsDouble() + state.longestOutage());
        double y = top + 8;
        out.empty(
                "path",
                "class",
                "outage",
                "d",
                "M" + number(from) + " " + number(y + 5) + "v-5H" + number(Math.max(to, from + 2)) + "v5");
        String allowed = state.allowedOutage() < 0 ? "" : " (allowed " + Words.seconds(state.allowedOutage()) + ")";
        boolean room = to < scale.right() - 190;
        out.leaf(
                "text",
                "out for " + Words.seconds(state.longestOutage()) + allowed,
                "class",
                "note bad",
                "x",
                room ? to + 6 : Math.max(from - 6, scale.left() + 190),
                "y",
                y + 5,
                "text-anchor",
                room ? "start" : "end");
    }
}
