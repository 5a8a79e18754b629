package dev.reliability.benchmark;

import dev.reliability.internal.sample.ListedOutages;
import dev.reliability.internal.sample.RunningAnalysis;
import dev.reliability.internal.sample.Sample;
import dev.reliability.internal.sample.Series;
import dev.reliability.internal.sample.TreeSeries;
import dev.reliability.spi.Observation;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * What it costs to look for outages after each sample of a run, as stop conditions and faults do: processor time, beside the
 * analysis that goes through all samples each time.
 */
final class SamplesBenchmark {

    private static final Observation GOOD = new Observation(true, "200", "200");
    private static final Observation BAD = new Observation(false, "200", "503");

    private SamplesBenchmark() {}

    public static void main(String[] arguments) {
        System.out.println("Looking for outages after each sample, a tenth of which failed");
        report(2_000);
        for (int samples : new int[] {5_000, 10_000, 20_000}) {
            report(samples);
        }
        System.out.printf(Locale.ROOT, "  %,d samples: %,.1f ms incrementally%n", 100_000, incrementally(100_000));
        System.out.printf(Locale.ROOT, "  %,d samples: %,.1f ms incrementally%n", 1_000_000, incrementally(1_000_000));
    }

    private static void report(int samples) {
        double again = again(samples);
        double incrementally = incrementally(samples);
        System.out.printf(
                Locale.ROOT,
                "  %,d samples: %,.1f ms all again, %,.1f ms incrementally: %,.0f times%n",
                samples,
                again,
                incrementally,
                again / incrementally);
    }

    private static double again(int samples) {
        TreeSeries series = new TreeSeries();
        return millis(samples, at -> {
            series.due(at);
            series.completed(sample(at));
            ListedOutages.of(series.completed(0, at + 1), at + 1).longest();
        });
    }

    private static double incrementally(int samples) {
        Series series = new Series();
        RunningAnalysis analysis = new RunningAnalysis(series);
        return millis(samples, at -> {
            series.due(at);
            series.completed(sample(at));
            analysis.of(0, 0, at + 1).longest();
        });
    }

    private static Sample sample(long at) {
        return new Sample(at, at, at + 1, at / 100 % 10 == 0 ? BAD : GOOD);
    }

    private static double millis(int samples, LongConsumer each) {
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < samples; i++) {
            each.accept(i);
        }
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e6;
    }
}
