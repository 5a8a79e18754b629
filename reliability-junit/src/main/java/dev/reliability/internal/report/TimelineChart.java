package dev.reliability.internal.report;

import dev.reliability.internal.report.ReportedExperiment.Alarm;
import dev.reliability.internal.report.ReportedExperiment.Fault;
import dev.reliability.internal.report.ReportedExperiment.Move;
import dev.reliability.internal.report.ReportedExperiment.Series;
import dev.reliability.internal.report.ReportedExperiment.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** One picture of a run: faults, expectations, and what users saw, over one axis that begins where the first fault bit. */
final class TimelineChart {

    static final double WIDTH = 1000;
    static final double LEFT = 236;
    static final double RIGHT = 985;
    private static final double LANE = 26;

    private final Markup out;
    private final ReportedExperiment run;
    private final double origin;
    private final Scale scale;

    TimelineChart(Markup out, ReportedExperiment run) {
        this.out = out;
        this.run = run;
        this.origin = run.bite().orElse(0);
        this.scale = scale(run, origin);
    }

    private static Scale scale(ReportedExperiment run, double origin) {
        double end = DoubleStream.concat(
                        DoubleStream.of(run.length(), 0.1),
                        run.series().stream().flatMapToDouble(series -> series.points().stream()
                                .mapToDouble(point -> point.at())))
                .max()
                .orElse(0.1);
        double begin = run.series().stream()
                .flatMapToDouble(series -> series.points().stream().mapToDouble(point -> point.at()))
                .min()
                .orElse(0);
        return new Scale(Math.min(0, begin) - origin, end - origin, LEFT, RIGHT);
    }

    /** Tells whether there is anything to be seen. */
    static boolean worthwhile(ReportedExperiment run) {
        return !run.series().isEmpty()
                || BodyLane.worthwhile(run)
                || run.faults().stream().anyMatch(fault -> fault.injected().isPresent());
    }

    void write() {
        List<String> states = run.series().stream().map(Series::name).distinct().toList();
        int lanes = run.faults().size() + run.moves().size() + run.alarms().size();
        boolean body = BodyLane.worthwhile(run);
        double plots = 14 + lanes * LANE + (body ? BodyLane.HEIGHT : 0);
        double bottom = plots + states.size() * (SeriesPlot.HEIGHT + 14);
        String id = run.anchor();
        out.open("div", "class", "chart", "role", "region", "tabindex", "0", "aria-label", "Timeline of " + run.name());
        out.open(
                "svg",
                "viewBox",
                "0 0 " + (int) WIDTH + " " + (int) (bottom + 34),
                "role",
                "img",
                "aria-labelledby",
                id + "t " + id + "d");
        out.leaf("title", "Timeline of " + run.name(), "id", id + "t");
        out.leaf("desc", description(), "id", id + "d");
        windows(bottom);
        axis(bottom);
        double y = 14;
        for (Fault fault : run.faults()) {
            fault(fault, y);
            y += LANE;
        }
        for (Move move : run.moves()) {
            move(move, y);
            y += LANE;
        }
        for (Alarm alarm : run.alarms()) {
            alarm(alarm, y);
            y += LANE;
        }
        if (body) {
            label("test body", y);
            new BodyLane(out, run).draw(this::x, y);
            y += BodyLane.HEIGHT;
        }
        for (String name : states) {
            Optional<State> state =
                    run.states().stream().filter(one -> one.name().equals(name)).findFirst();
            new SeriesPlot(out, scale, origin, y + 4)
                    .write(
                            name,
                            run.series().stream()
                                    .filter(one -> one.name().equals(name))
                                    .toList(),
                            state);
            y += SeriesPlot.HEIGHT + 14;
        }
        out.close().close();
    }

    /** What the picture shows, for whoever hears it. */
    private String description() {
        String faults = run.faults().stream()
                .map(fault -> fault.words() + " from " + Words.seconds(since(fault.injected()), "never") + " to "
                        + Words.seconds(since(fault.reverted()), "the end"))
                .collect(Collectors.joining("; "));
        String users = run.states().stream()
                .map(state -> state.name() + ": " + Math.max(0, state.failed()) + " of " + Math.max(0, state.samples())
                        + " samples failed under the fault")
                .collect(Collectors.joining("; "));
        return String.join(". ", List.of(faults, users)) + ". The tables below have the same figures.";
    }

    private OptionalDouble since(OptionalDouble at) {
        return at.isPresent() ? OptionalDouble.of(at.getAsDouble() - origin) : at;
    }

    private double x(double runSeconds) {
        return scale.x(runSeconds - origin);
    }

    private void windows(double bottom) {
        for (Fault fault : run.faults()) {
            if (fault.injected().isPresent()) {
                double from = x(fault.injected().getAsDouble());
                double to = x(fault.revertBegan().orElse(fault.reverted().orElse(run.length())));
                rect("window", from, 4, to - from, bottom - 4, "");
            }
        }
    }

    private void axis(double bottom) {
        for (double tick : scale.ticks(10)) {
            double x = scale.x(tick);
            line("grid", x, 4, x, bottom);
            out.leaf(
                    "text",
                    (tick > 0 && run.bite().isPresent() ? "+" : "") + Words.seconds(tick),
                    "class",
                    "tick",
                    "x",
                    x,
                    "y",
                    bottom + 14,
                    "text-anchor",
                    "middle");
        }
        if (run.bite().isPresent()) {
            line("zero", scale.x(0), 4, scale.x(0), bottom);
        }
        out.leaf(
                "text",
                run.bite().isPresent() ? "seconds from the proven bite" : "seconds from the begin",
                "class",
                "tick",
                "x",
                RIGHT,
                "y",
                bottom + 29,
                "text-anchor",
                "end");
    }

    private void fault(Fault fault, double y) {
        label(fault.words(), y);
        if (fault.injected().isEmpty()) {
            note("not injected", LEFT + 6, y);
            return;
        }
        double injected = x(fault.injected().getAsDouble());
        double end = fault.revertBegan().orElse(fault.reverted().orElse(run.length()));
        double bitten = x(fault.bitten().orElse(end));
        rect("armed", injected, y + 3, bitten - injected, 16, "injected, not yet proven to bite");
        rect("bites", bitten, y + 3, x(end) - bitten, 16, fault.words() + " bites: " + fault.bite());
        double reverted = x(fault.reverted().orElse(end));
        rect("reverting", x(end), y + 3, reverted - x(end), 16, "being reverted");
        boolean bit = fault.bitten().isPresent();
        String style = bit ? "on" : "note";
        out.leaf(
                "text",
                bit ? "bites" : "bit nothing",
                "class",
                style,
                "x",
                Math.min(bit ? bitten : injected, RIGHT - 60) + 5,
                "y",
                y + 15);
    }

    private void move(Move move, double y) {
        label(move.name() + ": failover", y);
        if (move.firstNew().isEmpty()) {
            note("did not happen", scale.x(0) + 6, y);
            limit(move.within(), y);
            return;
        }
        double firstNew = move.firstNew().getAsDouble();
        double last = move.lastOld().orElse(firstNew);
        line("old", scale.x(0), y + 11, scale.x(last), y + 11);
        double text = Math.min(scale.x(firstNew) + 6, RIGHT - 70);
        line("new", Math.min(text + 82, scale.x(end())), y + 11, scale.x(end()), y + 11);
        rect(
                "moved",
                scale.x(last),
                y + 4,
                Math.max(3, scale.x(firstNew) - scale.x(last)),
                14,
                "moved from " + move.from() + " to " + move.to() + " between " + Words.seconds(last) + " and "
                        + Words.seconds(firstNew));
        note("after " + Words.seconds(firstNew), text, y);
        limit(move.within(), y);
    }

    private void alarm(Alarm alarm, double y) {
        label(alarm.name() + ": alarm", y);
        limit(alarm.within(), y);
        if (alarm.fired().isEmpty()) {
            note("did not fire", scale.x(0) + 6, y);
            return;
        }
        double fired = alarm.fired().getAsDouble();
        double x = scale.x(fired);
        line("whisker", scale.x(fired - alarm.error()), y + 11, x, y + 11);
        out.open("path", "class", "alarm", "d", diamond(x, y + 11));
        out.leaf("title", "fired after " + Words.seconds(fired)).close();
        note("after " + Words.seconds(fired), Math.min(x + 9, RIGHT - 70), y);
    }

    private static String diamond(double x, double y) {
        return "M" + Words.plain(x - 6, 1) + " " + Words.plain(y, 1) + "l6 -6l6 6l-6 6z";
    }

    private double end() {
        return scale.to();
    }

    private void limit(OptionalDouble within, double y) {
        if (within.isPresent() && within.getAsDouble() <= scale.to()) {
            double x = scale.x(within.getAsDouble());
            out.open("path", "class", "limit", "d", "M" + Words.plain(x, 1) + " " + Words.plain(y + 2, 1) + "v18");
            out.leaf("title", "allowed: " + Words.seconds(within.getAsDouble())).close();
        }
    }

    private void label(String text, double y) {
        String cut = text.length() > 34 ? text.substring(0, 33) + "…" : text;
        out.open("text", "class", "lane", "x", LEFT - 10, "y", y + 15, "text-anchor", "end");
        out.leaf("title", text).text(cut).close();
    }

    private void note(String text, double x, double y) {
        out.leaf("text", text, "class", "note", "x", x, "y", y + 15);
    }

    private void rect(String style, double x, double y, double width, double height, String title) {
        if (width <= 0) {
            return;
        }
        out.open("rect", "class", style, "x", x, "y", y, "width", Math.max(1.5, width), "height", height);
        if (!title.isEmpty()) {
            out.leaf("title", title);
        }
        out.close();
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        out.empty("line", "class", style, "x1", x1, "y1", y1, "x2", x2, "y2", y2);
    }
}
