package dev.reliability.internal.runner;

import dev.reliability.experiment.FaultResult;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Testimony;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of one fault up to a moment.
 *
 * @param atMost how long it lasts at most, as it was asked for
 * @param proofLimit for how long its bite was looked for at most
 * @param window the time in which samples say something about it; empty if it was not injected
 * @param complete whether it bit and hit everything that was asked for
 * @param alreadySo what was so before it
 * @param lost how it ended by itself
 * @param withdrawal what was not decided when the test body ended it before its time; empty when nobody did
 * @param residue what is left although it should not be
 * @param stays what is left on purpose
 * @param remedy what undoes it by hand
 */
record FaultHistory(
        String name,
        String description,
        Optional<Duration> atMost,
        Duration proofLimit,
        Optional<Window> window,
        OptionalLong revertBeganAt,
        OptionalLong revertedAt,
        Evidence evidence,
        boolean complete,
        Optional<Exception> injectionFailure,
        Optional<String> alreadySo,
        Optional<String> lost,
        Optional<Withdrawal> withdrawal,
        List<String> residue,
        List<String> stays,
        String remedy) {

    static FaultHistory of(FaultRun fault) {
        List<String> residue = fault.residue();
        return new FaultHistory(
                fault.name(),
                fault.description(),
                fault.plan().duration(),
                fault.timing().proofLimit(),
                fault.window(),
                fault.revertBeganAt(),
                fault.revertedAt(),
                fault.evidence(),
                fault.complete(),
                fault.injectionFailure(),
                fault.alreadySo(),
                fault.lost(),
                fault.earlyEnd().withdrawal(),
                residue,
                fault.stays(),
                residue.isEmpty() ? "" : fault.plan().remedy());
    }

    boolean injected() {
        return window.isPresent();
    }

    OptionalLong injectedAt() {
        return window.isPresent() ? OptionalLong.of(window.get().from()) : OptionalLong.empty();
    }

    OptionalLong bittenAt() {
        return window.isPresent() ? window.get().bitten() : OptionalLong.empty();
    }

    boolean bitten() {
        return bittenAt().isPresent();
    }

    boolean reverted() {
        return revertedAt.isPresent();
    }

    FaultResult result(long begin, Testimony testimony) {
        return new FaultResult(
                name,
                description,
                injected(),
                bitten(),
                evidence.what(),
                between(OptionalLong.of(begin), injectedAt()),
                between(injectedAt(), bittenAt()),
                between(injectedAt(), revertedAt),
                residue,
                evidence.measurements(),
                testimony);
    }

    private static Optional<Duration> between(OptionalLong from, OptionalLong to) {
        return from.isPresent() && to.isPresent()
                ? Optional.of(Duration.ofNanos(to.getAsLong() - from.getAsLong()))
                : Optional.empty();
    }
}
