package dev.reliability.aws.internal.signal;

import dev.reliability.spi.Moment;
import dev.reliability.spi.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one place answers, and when that changed: between the question of the last old answer and the first new answer. Thread-safe.
 */
final class AnswerLog {

    /** Some changes are enough to see that a name flaps. */
    private static final int MOST = 50;

    private final String phase;
    private final String place;
    private final List<Step> changes = new ArrayList<>();
    private Set<String> last = Set.of();
    private Instant asked = Instant.EPOCH;

    /**
     * @param phase the part of the way that a change here ends
     * @param place who answers, for words
     */
    AnswerLog(String phase, String place) {
        this.phase = phase;
        this.place = place;
    }

    synchronized void answered(Set<String> answer, Instant question, Instant answerAt) {
        Set<String> now = new TreeSet<>(answer);
        if (!last.isEmpty() && !now.equals(last) && changes.size() < MOST) {
            changes.add(new Step(
                    phase,
                    Moment.between(asked, answerAt),
                    place + " answered " + String.join(", ", now) + " in place of " + String.join(", ", last)));
        }
        last = now;
        asked = question;
    }

    synchronized List<Step> since(Instant from) {
        return changes.stream()
                .filter(change -> !change.at().latest().isBefore(from))
                .toList();
    }
}
