package dev.reliability.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.spi.Observation;
import dev.reliability.spi.Probe;
import dev.reliability.spi.Right;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private interface Careful extends Probe {

        @Override
        default Set<Right> rights() {
            throw new IllegalStateException("is asked");
        }
    }

    private static class Own implements Probe {

        @Override
        public CompletionStage<Observation> observe(Duration timeout) {
            return new CompletableFuture<>();
        }

        @Override
        public Set<Right> rights() {
            return Set.of();
        }
    }

    private static final class Heir extends Own {}

    @Test
    void knowsWhoAnswersByItself() {
        Probe byDefault = timeout -> new CompletableFuture<>();
        Careful refined = timeout -> new CompletableFuture<>();

        assertThat(Answers.ofItsOwn(byDefault, Probe.class, "rights")).isFalse();
        assertThat(Answers.ofItsOwn(refined, Probe.class, "rights")).isTrue();
        assertThat(Answers.ofItsOwn(new Own(), Probe.class, "rights")).isTrue();
        assertThat(Answers.ofItsOwn(new Heir(), Probe.class, "rights")).isTrue();
        assertThat(Answers.ofItsOwn(new Heir(), Probe.class, "pooled")).isFalse();
    }
}
