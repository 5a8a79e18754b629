package dev.reliability.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.spi.Observation;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

    private final Series series = new Series();

    private void good(long at) {
        series.completed(OutageAnalysisTest.sample(at, new Observation(true, "200", "200")));
    }

    private void bad(long at, String got) {
        series.completed(OutageAnalysisTest.sample(at, new Observation(false, "200", got)));
    }

    @Test
    void keepsTheOrderInWhichSamplesWereDue() {
        series.due(0);
        series.due(10);
        series.due(20);
        good(20);
        bad(0, "late");
        assertThat(intended(0, 100)).containsExactly(0L, 20L);
        assertThat(series.pending(0, 100)).isTrue();
        good(10);
        assertThat(intended(0, 100)).containsExactly(0L, 10L, 20L);
        assertThat(series.pending(0, 100)).isFalse();
    }

    @Test
    void aWindowHoldsItsBeginAndNotItsEnd() {
        good(0);
        good(10);
        good(20);
        assertThat(intended(10, 20)).containsExactly(10L);
        assertThat(intended(20, 10)).isEmpty();
        series.due(30);
        assertThat(series.pending(0, 30)).isFalse();
        assertThat(series.pending(0, 31)).isTrue();
    }

    @Test
    void sustainedIsThreeGoodOnesInARow() {
        good(0);
        good(10);
        bad(20, "503");
        good(30);
        good(40);
        assertThat(series.goodSince(0, Series.SUSTAINED)).isEmpty();
        good(50);
        assertThat(series.goodSince(0, Series.SUSTAINED)).contains(30L);
        assertThat(series.goodSince(31, Series.SUSTAINED)).isEmpty();
        assertThat(series.goodSince(31, 2)).contains(40L);
    }

    @Test
    void aSampleUnderWayEndsARow() {
        good(0);
        series.due(10);
        good(20);
        good(30);
        assertThat(series.goodSince(0, Series.SUSTAINED)).isEmpty();
        good(10);
        assertThat(series.goodSince(0, Series.SUSTAINED)).contains(0L);
    }

    @Test
    void theLastFailureIsTheLastThatWasDue() {
        bad(20, "second");
        bad(10, "first");
        good(30);
        assertThat(series.lastFailed(0).orElseThrow().observation().got()).isEqualTo("second");
        assertThat(series.lastFailed(21)).isEmpty();
    }

    private List<Long> intended(long from, long to) {
        return series.completed(from, to).stream().map(Sample::intended).toList();
    }
}
