package dev.reliability.internal.report;

import dev.reliability.internal.report.ReportedExperiment.Alarm;
import dev.reliability.internal.report.ReportedExperiment.Move;
import dev.reliability.internal.report.ReportedExperiment.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** What each layer of a failover took: detect, decide, publish, client; with the error of each, against the floor. */
final class Waterfall {

    private static final double LANE = 26;

    private final Markup out;
    private final ReportedExperiment run;

    Waterfall(Markup out, ReportedExperiment run) {
        this.out = out;
        this.run = run;
    }

    /** One layer: it began when the one before ended. */
    record Layer(String phase, double from, double to, double error, String what) {}

    /** Returns the layers of a failover; what nobody told is part of the next one that somebody did. */
    static List<Layer> layers(ReportedExperiment run, Move move) {
        List<Step> steps = new ArrayList<>(move.steps());
        if (steps.stream().noneMatch(step -> step.phase().equals("detect"))) {
            run.alarms().stream()
                    .filter(alarm -> alarm.fired().isPresent())
                    .min(Comparator.comparingDouble(alarm -> alarm.fired().getAsDouble()))
                    .ifPresent(alarm -> steps.add(detected(alarm)));
        }
        steps.sort(Comparator.comparingDouble(Step::at));
        List<Layer> layers = new ArrayList<>();
        double from = 0;
        double moved = move.firstNew().orElse(0);
        for (Step step : steps) {
            double to = Math.max(from, Math.min(step.at(), moved));
            layers.add(new Layer(step.phase(), from, to, step.error(), step.what()));
            from = to;
        }
        double error = (moved - move.lastOld().orElse(moved)) / 2;
        layers.add(new Layer(
                steps.isEmpty() ? "in all" : "client",
                from,
                moved,
                error,
                "clients reach " + (move.to().isEmpty() ? "the other side" : move.to())));
        return layers;
    }

    private static Step detected(Alarm alarm) {
        double error = alarm.error() / 2;
        return new Step("detect", alarm.fired().getAsDouble() - error, error, "alarm " + alarm.name());
    }

    void write(Move move) {
        if (move.firstNew().isEmpty()) {
            return;
        }
        List<Layer> layers = layers(run, move);
        OptionalDouble floor = move.floor();
        double moved = move.firstNew().getAsDouble();
        Scale scale = new Scale(
                0, Math.max(0.1, Math.max(moved, floor.orElse(0)) * 1.12), TimelineChart.LEFT, TimelineChart.RIGHT);
        double bottom = 12 + layers.size() * LANE;
        out.leaf("h4", "What each layer of the failover of " + move.name() + " took");
        out.open(
                "div",
                "class",
                "chart",
                "role",
                "region",
                "tabindex",
                "0",
                "aria-label",
                "Waterfall of " + move.name());
        String id = run.anchor() + Integer.toHexString(move.name().hashCode());
        out.open("svg", "viewBox", "0 0 1000 " + (int) (bottom + 24), "role", "img", "aria-labelledby", id + "w");
        out.leaf("title", words(layers, floor), "id", id + "w");
        for (double tick : scale.ticks(8)) {
            out.empty("line", "class", "grid", "x1", scale.x(tick), "y1", 4, "x2", scale.x(tick), "y2", bottom);
            out.leaf(
                    "text",
                    Words.seconds(tick),
                    "class",
                    "tick",
                    "x",
                    scale.x(tick),
                    "y",
                    bottom + 15,
                    "text-anchor",
                    "middle");
        }
        double y = 8;
        for (Layer layer : layers) {
            bar(layer, scale, y);
            y += LANE;
        }
        floor.ifPresent(least -> {
            double x = scale.x(least);
            out.open("path", "class", "limit", "d", "M" + Words.plain(x, 1) + " 2V" + Words.plain(bottom, 1));
            out.leaf("title", "floor: " + Words.seconds(least) + ", " + move.floorWhy())
                    .close();
        });
        out.close().close();
        table(move, layers);
    }

    private void bar(Layer layer, Scale scale, double y) {
        out.leaf(
                "text",
                layer.phase(),
                "class",
                "lane",
                "x",
                TimelineChart.LEFT - 10,
                "y",
                y + 14,
                "text-anchor",
                "end");
        double width = Math.max(2, scale.x(layer.to()) - scale.x(layer.from()));
        out.open("rect", "class", "layer", "x", scale.x(layer.from()), "y", y + 2, "width", width, "height", 16);
        out.leaf("title", layer.what()).close();
        out.empty(
                "path",
                "class",
                "whisker",
                "d",
                "M" + Words.plain(scale.x(layer.to() - layer.error()), 1) + " " + Words.plain(y + 6, 1) + "v8m0 -4H"
                        + Words.plain(scale.x(layer.to() + layer.error()), 1) + "m0 -4v8");
        String took = took(layer);
        boolean room = scale.x(layer.to() + layer.error()) < TimelineChart.RIGHT - 130;
        out.leaf(
                "text",
                took,
                "class",
                "note",
                "x",
                room ? scale.x(layer.to() + layer.error()) + 6 : scale.x(layer.from()) - 6,
                "y",
                y + 15,
                "text-anchor",
                room ? "start" : "end");
    }

    private static String took(Layer layer) {
        return Words.seconds(layer.to() - layer.from()) + " ± " + Words.seconds(layer.error());
    }

    private static String words(List<Layer> layers, OptionalDouble floor) {
        List<String> all = new ArrayList<>();
        layers.forEach(layer -> all.add(layer.phase() + " took " + took(layer)));
        floor.ifPresent(least -> all.add("at best " + Words.seconds(least) + " in all"));
        return String.join(", ", all);
    }

    private void table(Move move, List<Layer> layers) {
        out.open("table").open("thead").open("tr");
        for (String head : List.of("Layer", "Took", "Until", "How it is known")) {
            out.leaf("th", head, "scope", "col");
        }
        out.close().close().open("tbody");
        for (Layer layer : layers) {
            out.open("tr").leaf("th", layer.phase(), "scope", "row");
            out.leaf("td", took(layer), "data-label", "Took");
            out.leaf("td", "+" + Words.seconds(layer.to()), "data-label", "Until");
            out.leaf("td", layer.what(), "data-label", "How it is known").close();
        }
        out.close().close();
        move.floor()
                .ifPresent(least -> out.leaf(
                        "p",
                        "Floor: with these settings it cannot happen before " + Words.seconds(least)
                                + (move.floorWhy().isEmpty() ? "." : ": " + move.floorWhy() + "."),
                        "class",
                        "quiet"));
    }
}
