package dev.reliability.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.sample.Intervals.Interval;
import dev.reliability.spi.Observation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IntervalsTest {

    private static final long EVERY = 6_000_000;

    private final Intervals intervals = new Intervals(EVERY);

    @Test
    void asLongAsThereAreFewEachSampleIsOneOfItsOwn() {
        for (int i = 0; i < Intervals.MOST; i++) {
            intervals.add(sample(i, i == 7 ? "503" : "", i));
        }
        Intervals.Copy copy = intervals.copy();
        assertThat(copy.intervals()).hasSize(Intervals.MOST).allMatch(one -> one.samples() == 1);
        assertThat(copy.intervals().get(7)).isEqualTo(new Interval(7 * EVERY, 1, 1, 7, 7, 0));
        assertThat(copy.words()).containsExactly("expected 200, got 503");
    }

    @Test
    void ofManyNeitherAFailureNorASlowOneIsLostInAnyOrder() {
        Set<Integer> failed = Set.of(0, 4_711, 50_000, 50_001, 99_999);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(1));
        order.forEach(i -> intervals.add(sample(i, failed.contains(i) ? "503" : "", i == 12_345 ? 9_000 : 10)));

        List<Interval> all = intervals.copy().intervals();
        assertThat(all).hasSizeBetween(Intervals.MOST / 2, Intervals.MOST);
        assertThat(all.stream().mapToInt(Interval::samples).sum()).isEqualTo(100_000);
        assertThat(all.stream().mapToInt(Interval::failed).sum()).isEqualTo(5);
        assertThat(all).isSortedAccordingTo((one, other) -> Long.compare(one.from(), other.from()));
        assertThat(holding(all, 12_345).slowest()).isEqualTo(9_000);
        for (int number : failed) {
            assertThat(holding(all, number).failed()).as("failure %s", number).isPositive();
            assertThat(holding(all, number).seen()).isZero();
        }
    }

    @Test
    void wordsAreBoundedInNumberAndLength() {
        for (int i = 0; i < 1_000; i++) {
            intervals.add(sample(i, "x".repeat(5_000) + i, 1));
            intervals.add(sample(i, "failure " + i, 1));
        }
        assertThat(intervals.copy().words()).hasSize(50).allMatch(one -> one.length() < 310);
        assertThat(intervals.copy().words().get(49)).isEqualTo("something else");
    }

    private static Interval holding(List<Interval> all, int number) {
        Interval last = all.get(0);
        for (Interval one : all) {
            if (one.from() > number * EVERY) {
                break;
            }
            last = one;
        }
        return last;
    }

    private static Sample sample(int number, String failure, long took) {
        long due = number * EVERY;
        String got = failure.isEmpty() ? "200" : failure;
        return new Sample(due, due, due + took, new Observation(failure.isEmpty(), "200", got));
    }
}
