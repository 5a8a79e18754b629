package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.internal.time.ManualTicker;
import dev.reliability.spi.Moment;
import dev.reliability.spi.Signal.Reading;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MoveTest {

    private final ManualTicker ticker = new ManualTicker();
    private final Move move = new Move(() -> Set.of("10.0.0.1"), () -> Set.of("10.0.0.2"), 100);

    @Test
    void isTheIntervalFromTheLastOldQuestionToTheFirstSustainedNewAnswer() {
        saw(200, "10.0.0.1");
        saw(300, "10.0.0.1");
        saw(400, "10.0.0.2");
        saw(500, "10.0.0.2");
        assertThat(move.done()).isFalse();
        assertThat(move.underWay()).isTrue();
        saw(600, "10.0.0.2");

        assertThat(move.done()).isTrue();
        assertThat(move.lastOld()).isEqualTo(300);
        assertThat(move.firstNew()).isEqualTo(401);
        assertThat(move.details()).containsEntry("asked", 400L);
    }

    @Test
    void aRelapseBeginsItAnew() {
        saw(200, "10.0.0.2");
        saw(300, "10.0.0.2");
        saw(400, "10.0.0.1");
        saw(500, "10.0.0.2");
        saw(600, "10.0.0.2");
        saw(700, "10.0.0.2");

        assertThat(move.lastOld()).isEqualTo(400);
        assertThat(move.firstNew()).isEqualTo(501);
    }

    @Test
    void bothSidesAtOnceAreTheOldOne() {
        saw(200, "10.0.0.2");
        saw(300, "10.0.0.1", "10.0.0.2");
        saw(400, "10.0.0.2");

        assertThat(move.lastOld()).isEqualTo(300);
        assertThat(move.done()).isFalse();
    }

    @Test
    void silenceAndStrangersEndARowButAreNotTheOldSide() {
        saw(200, "10.0.0.2");
        saw(300, "10.0.0.2");
        move.sawNothing();
        saw(500, "10.9.9.9");
        saw(600, "10.0.0.2");
        saw(700, "10.0.0.2");
        assertThat(move.done()).isFalse();
        saw(800, "10.0.0.2");

        assertThat(move.lastOld()).isEqualTo(100);
        assertThat(move.firstNew()).isEqualTo(601);
    }

    @Test
    void whatComesAfterwardsChangesNothing() {
        saw(200, "10.0.0.2");
        saw(300, "10.0.0.2");
        saw(400, "10.0.0.2");
        saw(500, "10.0.0.1");

        assertThat(move.done()).isTrue();
        assertThat(move.lastOld()).isEqualTo(100);
    }

    private void saw(long asked, String... identities) {
        move.saw(new Reading(Set.of(identities), Map.of("asked", asked)), asked, asked + 1, ticker);
    }

    /** A signal that tells since when knows it better than we, who only ask now and then. */
    @Test
    void isWhatTheSignalTellsOfItButNotLaterThanItIsSeen() {
        ticker.set(Duration.ofNanos(1_000));
        saw(200, "10.0.0.1");
        Moment told = new Moment(ticker.now().minusNanos(600), Duration.ofNanos(50));
        for (long asked : new long[] {900, 1_000, 1_100}) {
            move.saw(new Reading(Set.of("10.0.0.2"), Map.of(), Optional.of(told)), asked, asked + 1, ticker);
        }
        assertThat(move.lastOld()).isEqualTo(350);
        assertThat(move.firstNew()).isEqualTo(450);
    }

    @Test
    void whatIsToldOfTheFutureIsNotBelieved() {
        ticker.set(Duration.ofNanos(1_000));
        saw(200, "10.0.0.1");
        Moment told = new Moment(ticker.now().plusSeconds(9), Duration.ZERO);
        for (long asked : new long[] {900, 910, 920}) {
            move.saw(new Reading(Set.of("10.0.0.2"), Map.of(), Optional.of(told)), asked, asked + 1, ticker);
        }
        assertThat(move.firstNew()).isEqualTo(901);
    }
}
