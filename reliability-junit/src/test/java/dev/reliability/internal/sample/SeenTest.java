package dev.reliability.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.spi.Observation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What samples saw is kept, but not without end. */
class SeenTest {

    private final Series series = new Series();

    @Test
    void manyDifferentFailuresStayFailuresAndTheLastIsTold() {
        for (int i = 0; i < 2_000; i++) {
            sample(i, false, "failure " + i);
            sample(10_000 + i, true, "answer " + i);
        }
        List<Sample> all = series.completed(0, Long.MAX_VALUE);
        assertThat(all).hasSize(4_000);
        assertThat(all.subList(0, 2_000)).noneMatch(Sample::good);
        assertThat(all.subList(2_000, 4_000)).allMatch(Sample::good);
        assertThat(all.stream().map(Sample::observation).distinct()).hasSize(Seen.MOST_FAILURES + Seen.MOST_GOOD + 2);
        assertThat(all.get(499).observation().got()).isEqualTo("failure 499");
        assertThat(all.get(500).observation().got()).isEqualTo("something else");
        assertThat(series.lastFailed(0).orElseThrow().observation().got()).isEqualTo("failure 1999");
    }

    @Test
    void whatIsNotToldApartIsNotTheCommonestFailure() {
        for (int i = 0; i < 2_000; i++) {
            sample(i, false, i == 7 || i == 9 ? "timeout" : "failure " + i);
        }
        OutageAnalysis analysis = new RunningAnalysis(series).of(0, 0, 3_000);
        assertThat(analysis.failed()).isEqualTo(2_000);
        assertThat(analysis.commonestFailure()).contains("expected 200, got timeout");
    }

    @Test
    void longTextsAreCut() {
        sample(0, false, "x".repeat(10_000));
        assertThat(series.completed(0, 1).get(0).observation().got())
                .hasSize(Seen.LONGEST + 1)
                .endsWith("x…");
        assertThat(series.lastFailed(0).orElseThrow().observation().got()).hasSize(Seen.LONGEST + 1);
    }

    private void sample(long at, boolean good, String got) {
        series.completed(new Sample(at, at, at + 1, new Observation(good, "200", got)));
    }
}
