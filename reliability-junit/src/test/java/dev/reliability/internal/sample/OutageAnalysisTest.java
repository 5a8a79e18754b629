package dev.reliability.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reliability.spi.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked examples: a letter is a sample, one every 10: {@code g} good, {@code b} bad. */
class OutageAnalysisTest {

    @ParameterizedTest
    @CsvSource({
        // samples, outages as begin-end, failed samples outside the longest
        "gggggg, '', 0",
        "ggbggg, 20-30, 0",
        "bbbggg, 0-30, 0",
        "ggbbbbgggg, 20-60, 0",
        // two good ones in between do not end it, three do
        "gbggbggg, 10-50, 0",
        "gbgggbggg, '10-20 50-60', 1",
        // flapping is one outage from its first failure on
        "gbgbgbgbggg, 10-80, 0",
        // the window closes on an outage, sustained or not
        "ggbb, 20-40, 0",
        "ggbgg, 20-50, 0",
        "bbbb, 0-40, 0",
        // the longest is excused, the others are counted
        "bgggbbbgggbbggg, '0-10 40-70 100-120', 3",
    })
    void tellsOutages(String samples, String outages, int outside) {
        long end = samples.length() * 10L;
        assertThat(outages(samples(samples), end)).isEqualTo(outages);
        OutageAnalysis analysis = OutageAnalysis.of(samples(samples), end);
        int all = (int) samples.chars().filter(letter -> letter == 'b').count();
        assertThat(analysis.failed()).isEqualTo(all);
        assertThat(all - analysis.longest().map(OutageAnalysis.Outage::failed).orElse(0))
                .isEqualTo(outside);
    }

    @Test
    void anOpenOutageLastsToTheEndOfTheWindow() {
        OutageAnalysis analysis = OutageAnalysis.of(samples("ggb"), 95);
        assertThat(analysis.longest().orElseThrow().nanos()).isEqualTo(75);
    }

    @Test
    void toleranceIsAShareOfTheSamplesOutsideTheLongestOutage() {
        OutageAnalysis analysis = OutageAnalysis.of(samples("gggbbbbggggbggg"), 150);
        assertThat(analysis.failedShareOutsideLongest()).isCloseTo(1 / 11.0, within(1e-9));
        assertThat(analysis.failedShare()).isCloseTo(5 / 15.0, within(1e-9));
    }

    @Test
    void goodSamplesInsideAnOutageAreExcusedWithIt() {
        assertThat(OutageAnalysis.of(samples("bgbgbgggg"), 90).failedShareOutsideLongest())
                .isZero();
        assertThat(OutageAnalysis.of(samples("bbbb"), 40).failedShareOutsideLongest())
                .isZero();
    }

    @Test
    void nothingSampledIsNoFailure() {
        OutageAnalysis analysis = OutageAnalysis.of(List.of(), 100);
        assertThat(analysis.longest()).isEmpty();
        assertThat(analysis.failedShare()).isZero();
        assertThat(analysis.commonestFailure()).isEmpty();
    }

    @Test
    void theCommonestFailureIsTold() {
        List<Sample> samples = new ArrayList<>();
        samples.add(sample(0, new Observation(false, "200", "503")));
        samples.add(sample(10, new Observation(false, "200", "timeout after 3 s")));
        samples.add(sample(20, new Observation(false, "200", "timeout after 3 s")));
        samples.add(sample(30, new Observation(true, "200", "200")));
        assertThat(OutageAnalysis.of(samples, 40).commonestFailure())
                .isEqualTo(Optional.of("expected 200, got timeout after 3 s"));
    }

    private static String outages(List<Sample> samples, long end) {
        Outages outages = new Outages(Long.MIN_VALUE);
        Stream<OutageAnalysis.Outage> ended =
                samples.stream().map(outages::add).flatMap(Optional::stream).toList().stream();
        return Stream.concat(ended, outages.open(end).stream())
                .map(outage -> outage.began() + "-" + outage.ended())
                .collect(Collectors.joining(" "));
    }

    static List<Sample> samples(String letters) {
        return IntStream.range(0, letters.length())
                .mapToObj(i -> sample(i * 10L, new Observation(letters.charAt(i) == 'g', "200", "503")))
                .toList();
    }

    static Sample sample(long intended, Observation observation) {
        return new Sample(intended, intended, intended + 1, observation);
    }
}
