package dev.reliability.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.spi.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The compact series says exactly what the simple one says, whatever happens in whatever order. */
class SeriesDifferentialTest {

    private static final int SEEDS = 4_000;

    private Random random = new Random();
    private Series series = new Series();
    private TreeSeries model = new TreeSeries();
    private RunningAnalysis running = new RunningAnalysis(series);
    private List<Long> due = new ArrayList<>();
    private long last;

    @Test
    void theSameAfterEachOfAFewThings() {
        for (int seed = 0; seed < SEEDS; seed++) {
            begin(seed);
            int steps = random.nextInt(60);
            for (int i = 0; i < steps; i++) {
                step();
                compare("seed " + seed + ", step " + i);
            }
        }
    }

    @Test
    void theSameAfterThousands() {
        for (int seed = 0; seed < 20; seed++) {
            begin(seed);
            for (int i = 0; i < 6_000; i++) {
                step();
                if (i % 500 == 0) {
                    compare("seed " + seed + ", step " + i);
                }
            }
            compare("seed " + seed);
        }
    }

    private void begin(long seed) {
        random = new Random(seed);
        series = new Series();
        model = new TreeSeries();
        running = new RunningAnalysis(series);
        due = new ArrayList<>();
        last = random.nextInt(1_000) - 500;
    }

    private void step() {
        int kind = random.nextInt(100);
        if (kind < 45 || due.isEmpty()) {
            last += 1 + random.nextInt(10);
            due(last);
        } else if (kind < 48) {
            due(anyTime());
        } else if (kind < 93) {
            // mostly in order, and now and then one comes back late
            int place =
                    random.nextInt(4) == 0 ? random.nextInt(due.size()) : Math.min(random.nextInt(3), due.size() - 1);
            completed(due.remove(place));
        } else if (kind < 96) {
            completed(anyTime());
        }
    }

    private void due(long at) {
        due.add(at);
        assertThat(series.due(at)).isTrue();
        model.due(at);
    }

    private void completed(long at) {
        boolean good = random.nextInt(10) < (at / 50 % 2 == 0 ? 9 : 2);
        Observation seen = new Observation(good, random.nextBoolean() ? "200" : "a list", "got " + random.nextInt(4));
        long started = at + random.nextInt(5);
        Sample sample = new Sample(at, started, started + random.nextInt(40), seen);
        series.completed(sample);
        model.completed(sample);
    }

    /** A moment among the samples, or just outside. */
    private long anyTime() {
        return last - random.nextInt(120) + 10;
    }

    private long bound() {
        return switch (random.nextInt(8)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE;
            default -> anyTime();
        };
    }

    private void compare(String when) {
        long from = bound();
        long to = bound();
        int number = 1 + random.nextInt(4);
        assertThat(series.completed(from, to)).as(when).isEqualTo(model.completed(from, to));
        assertThat(series.pending(from, to)).as(when).isEqualTo(model.pending(from, to));
        assertThat(series.goodSince(from, number)).as(when).isEqualTo(model.goodSince(from, number));
        assertThat(series.anyFailed(from)).as(when).isEqualTo(model.anyFailed(from));
        assertThat(series.anyCompleted(from, number)).as(when).isEqualTo(model.anyCompleted(from, number));
        assertThat(series.endsGood(from, number)).as(when).isEqualTo(model.endsGood(from, number));
        assertThat(series.endsBad(number)).as(when).isEqualTo(model.endsBad(number));
        assertThat(series.firstPending(from)).as(when).isEqualTo(model.firstPending(from));
        assertThat(series.slowestGood(from)).as(when).isEqualTo(model.slowestGood(from));
        assertThat(series.lastFailed(from)).as(when).isEqualTo(model.lastFailed(from));
        compare(when, from, to, series.completed());
        compareAnalyses(when);
    }

    private void compare(String when, long from, long to, Samples samples) {
        List<Sample> all = model.completed(Long.MIN_VALUE, Long.MAX_VALUE);
        List<Sample> some = model.completed(from, to);
        List<Sample> failed = all.stream().filter(sample -> !sample.good()).toList();
        assertThat(samples.size()).as(when).isEqualTo(all.size());
        assertThat(samples.count(from, to)).as(when).isEqualTo(some.size());
        assertThat(samples.failed()).as(when).isEqualTo(failed.size());
        assertThat(samples.firstFailed()).as(when).isEqualTo(failed.stream().findFirst());
        assertThat(samples.last(from, to)).as(when).isEqualTo(some.stream().reduce((first, second) -> second));
        Sample late = new Sample(last + 100, last + 100, last + 101, new Observation(false, "200", "late"));
        if (random.nextInt(10) == 0) {
            last += 100;
            series.completed(late);
            model.completed(late);
            assertThat(samples.list(Long.MIN_VALUE, Long.MAX_VALUE)).as(when).isEqualTo(all);
        }
    }

    /** One of a few windows again and again, as runs look at theirs. */
    private void compareAnalyses(String when) {
        long from = random.nextInt(10) == 0 ? last - 300 : -400;
        long bitten = random.nextInt(10) == 0 ? last - 50 : -200;
        long to = random.nextInt(5) == 0 ? anyTime() : last + 5;
        compare(when, running.of(from, bitten, to), ListedOutages.of(model.completed(from, to), bitten, to));
        long sure = Math.min(model.firstPending(from).orElse(to), to);
        compare(when, running.certain(from, bitten, to), ListedOutages.of(model.completed(from, sure), bitten, sure));
    }

    private static void compare(String when, OutageAnalysis analysis, ListedOutages model) {
        assertThat(analysis.samples()).as(when).isEqualTo(model.samples().size());
        assertThat(analysis.failed()).as(when).isEqualTo(model.failed());
        assertThat(analysis.longest().map(SeriesDifferentialTest::words))
                .as(when)
                .isEqualTo(model.longest().map(SeriesDifferentialTest::words));
        assertThat(analysis.undecided().map(SeriesDifferentialTest::words))
                .as(when)
                .isEqualTo(model.undecided().map(SeriesDifferentialTest::words));
        assertThat(analysis.failedShare()).as(when).isEqualTo(model.failedShare());
        assertThat(analysis.failedShareOutsideLongest()).as(when).isEqualTo(model.failedShareOutsideLongest());
        assertThat(analysis.commonestFailure()).as(when).isEqualTo(model.commonestFailure());
    }

    private static List<Object> words(OutageAnalysis.Outage outage) {
        return List.of(outage.began(), outage.ended(), outage.samples(), outage.failed(), outage.open());
    }

    private static List<Object> words(ListedOutages.Outage outage) {
        return List.of(outage.began(), outage.ended(), outage.samples().size(), outage.failed(), outage.open());
    }
}
