package dev.reliability.internal.sample;

import java.time.Duration;
import java.util.Optional;

/**
 * How much failure of a steady state is allowed in a window.
 *
 * @param outage the longest outage
 * @param tolerate the share of failed samples outside that outage, from 0 to 1
 */
public record Allowance(Duration outage, double tolerate) {

    /** Tells whether one outage is allowed. */
    public boolean allowsOutage() {
        return !outage.isZero();
    }

    /** Tells whether the share of failed samples alone decides, so that no outage needs to end. */
    public boolean shareAlone() {
        return !allowsOutage() && tolerate > 0;
    }

    /** Tells whether an outage was longer than allowed; without any allowance, one failed sample is. */
    public boolean tooLong(OutageAnalysis analysis) {
        return !shareAlone()
                && analysis.longest()
                        .filter(longest -> !allowsOutage() || longest.nanos() > outage.toNanos())
                        .isPresent();
    }

    /** Returns the share of failed samples that is compared with what is tolerated. */
    public double share(OutageAnalysis analysis) {
        return allowsOutage() ? analysis.failedShareOutsideLongest() : analysis.failedShare();
    }

    /** Tells whether more samples failed outside the allowed outage than are tolerated. */
    public boolean tooOften(OutageAnalysis analysis) {
        return share(analysis) > tolerate;
    }

    /**
     * Returns the outage of which it is not known whether it would have ended in time, as the window ended it.
     *
     * @param analysis of a window in which no outage was too long
     */
    public Optional<OutageAnalysis.Outage> undecided(OutageAnalysis analysis) {
        return allowsOutage() ? analysis.undecided() : Optional.empty();
    }
}
