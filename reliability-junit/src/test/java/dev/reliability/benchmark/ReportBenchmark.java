package dev.reliability.benchmark;

import dev.reliability.internal.report.Report;
import dev.reliability.internal.sample.Intervals;
import dev.reliability.internal.sample.Sample;
import dev.reliability.spi.Observation;
import dev.reliability.testsystem.ExampleJournals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the report of a run of ten minutes with 100,000 samples costs. Prints each figure beside its limit, and ends with 1 if one
 * is over.
 *
 * <pre>mvn -q -pl reliability-junit -Pbenchmark test-compile exec:exec -Dbenchmark=Report</pre>
 */
public final class ReportBenchmark {

    private static final int SAMPLES = 100_000;
    private static final long EVERY = 6_000_000;

    private static boolean missed;

    private ReportBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        long begin = System.nanoTime();
        Intervals intervals = new Intervals(EVERY);
        Observation good = new Observation(true, "200", "200");
        for (int i = 0; i < SAMPLES; i++) {
            long due = i * EVERY;
            intervals.add(new Sample(due, due, due + 20_000_000 + i, good));
        }
        int points = intervals.copy().intervals().size();
        figure("microseconds a sample to keep", (System.nanoTime() - begin) / 1e3 / SAMPLES, 100);
        figure("points of a series of 100,000 samples", points, Intervals.MOST);

        Path reports = Files.createTempDirectory("report-benchmark");
        try {
            new ExampleJournals(reports).writeLong();
            figure("seconds to write the report, in a fresh JVM", seconds(reports), 1);
            figure("seconds to write it again", seconds(reports), 1);
            figure("megabytes of report.html", Files.size(reports.resolve("report.html")) / 1e6, 2);
        } finally {
            delete(reports);
        }
        System.exit(missed ? 1 : 0);
    }

    private static double seconds(Path reports) throws IOException {
        long begin = System.nanoTime();
        Report.of(reports).write();
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void figure(String what, double value, double limit) {
        boolean over = value > limit;
        missed |= over;
        System.out.printf(Locale.ROOT, "%-50s %10.3f  (limit %.0f)%s%n", what, value, limit, over ? "  MISSED" : "");
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(directory)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : all) {
            Files.delete(one);
        }
    }
}
