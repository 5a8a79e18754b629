package dev.reliability.internal.report;

import java.util.ArrayList;
import java.util.List;

/** Places seconds on an axis. */
record Scale(double from, double to, double left, double right) {

    private static final double[] STEPS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600};

    double x(double seconds) {
        double bounded = Math.max(from, Math.min(to, seconds));
        return left + (bounded - from) / (to - from) * (right - left);
    }

    /** Returns round moments, at most so many. */
    List<Double> ticks(int most) {
        double step = STEPS[STEPS.length - 1];
        for (double one : STEPS) {
            if ((to - from) / one <= most) {
                step = one;
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step); i * step <= to && ticks.size() <= 2 * most; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }
}
