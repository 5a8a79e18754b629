package dev.reliability.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.UndoRecord;
import dev.reliability.testsystem.GivenTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left after a revert is reverted again: soon at first, then ever more rarely, and once more when the time is over. */
class RevertAgainTest {

    private static final Duration HEALS = Duration.ofMillis(500);

    @TempDir
    Path directory;

    private final List<Long> reverts = new CopyOnWriteArrayList<>();

    private final class Stubborn implements Fault {

        private final ScriptedFault fault = new ScriptedFault("scripted of blue", "given:blue");
        private final int goneAfter;

        Stubborn(int goneAfter) {
            this.goneAfter = goneAfter;
        }

        @Override
        public String description() {
            return fault.description();
        }

        @Override
        public UndoRecord undo() {
            return fault.undo();
        }

        @Override
        public Optional<String> alreadySo() {
            return Optional.empty();
        }

        @Override
        public void inject() {}

        @Override
        public Evidence evidence() {
            return Evidence.bite("it bit");
        }

        @Override
        public void revert() {
            reverts.add(System.nanoTime());
        }

        @Override
        public List<String> residue() {
            return reverts.size() < goneAfter ? List.of("it stays") : List.of();
        }

        @Override
        public Duration expectedTimeToHeal() {
            return HEALS;
        }

        @Override
        public Duration retryInterval() {
            return Duration.ofMillis(1);
        }
    }

    private ExperimentResult run(Fault fault) {
        return Reliability.experiment("revert")
                .property("reliability.state", directory.toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .target("blue", new GivenTarget("blue").planning(request -> fault))
                .attack(FaultSpec.of("scripted", "blue").duration("10ms"))
                .evaluate(() -> {});
    }

    /** Each pause is at least twice the one before, so that however fast the machine is, a remote system is not asked all the time. */
    @Test
    void pausesDouble() {
        assertThat(run(new Stubborn(Integer.MAX_VALUE)).message()).contains("could not be reverted: it stays");

        assertThat(reverts).hasSizeBetween(2, 11);
        for (int i = 1; i < reverts.size() - 1; i++) {
            assertThat(reverts.get(i) - reverts.get(i - 1))
                    .as("pause %d", i)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(1L << (i - 1)).toNanos());
        }
        assertThat(reverts.get(reverts.size() - 1) - reverts.get(0))
                .as("the last one comes when the time is over")
                .isGreaterThanOrEqualTo(HEALS.minusMillis(1).toNanos());
    }

    @Test
    void itEndsAsSoonAsNothingIsLeft() {
        assertThat(run(new Stubborn(3)).message()).startsWith("PASSED");
        assertThat(reverts).hasSize(3);
    }
}
