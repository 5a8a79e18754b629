package dev.reliability.internal.sample;

import dev.reliability.internal.sample.OutageAnalysis.Outage;
import dev.reliability.spi.Observation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds outages sample by sample, keeping none of the samples. Not thread-safe. */
public final class Outages {

    private final long bitten;
    private final Map<Observation, Integer> failures;
    private int samples;
    private int failed;
    private @Nullable Outage longest;

    private boolean out;
    private long began;
    private int samplesOut;
    private int failedOut;
    private int goodInARow;
    private int countingInARow;
    private long firstGood;

    /**
     * Creates one that has seen nothing. Samples are those due from the injection of a fault on. What failed before its bite was
     * proven counts; what was good by then does not, as it may have come before the effect.
     *
     * @param bitten when the fault bit: from when on good samples count
     */
    public Outages(long bitten) {
        this.bitten = bitten;
        this.failures = new HashMap<>();
    }

    private Outages(Outages other) {
        this.bitten = other.bitten;
        this.failures = new HashMap<>(other.failures);
        this.samples = other.samples;
        this.failed = other.failed;
        this.longest = other.longest;
        this.out = other.out;
        this.began = other.began;
        this.samplesOut = other.samplesOut;
        this.failedOut = other.failedOut;
        this.goodInARow = other.goodInARow;
        this.countingInARow = other.countingInARow;
        this.firstGood = other.firstGood;
    }

    /** Returns one that has seen the same and goes on for itself. */
    public Outages copy() {
        return new Outages(this);
    }

    /** Tells whether a sample counts. */
    public boolean counts(Sample sample) {
        return !sample.good() || sample.intended() >= bitten;
    }

    /**
     * Takes the next sample in, in the order in which they were due.
     *
     * @return the outage that it ended
     */
    public Optional<Outage> add(Sample sample) {
        samples += counts(sample) ? 1 : 0;
        if (!sample.good()) {
            addFailed(sample);
            return Optional.empty();
        }
        if (!out) {
            return Optional.empty();
        }
        if (goodInARow++ == 0) {
            firstGood = sample.intended();
        }
        countingInARow += counts(sample) ? 1 : 0;
        if (goodInARow < Series.SUSTAINED) {
            return Optional.empty();
        }
        Outage ended = new Outage(began, firstGood, samplesOut, failedOut, false);
        if (longest == null || ended.nanos() > longest.nanos()) {
            longest = ended;
        }
        begin(false, 0);
        return Optional.of(ended);
    }

    private void addFailed(Sample sample) {
        failed++;
        failures.merge(sample.observation(), 1, Integer::sum);
        if (!out) {
            begin(true, sample.intended());
        }
        samplesOut += countingInARow + 1;
        failedOut++;
        goodInARow = 0;
        countingInARow = 0;
    }

    private void begin(boolean isOut, long at) {
        out = isOut;
        began = at;
        samplesOut = 0;
        failedOut = 0;
        goodInARow = 0;
        countingInARow = 0;
    }

    /** Returns the outage that the end of the window ends. */
    Optional<Outage> open(long windowEnd) {
        return out
                ? Optional.of(new Outage(began, windowEnd, samplesOut + countingInARow, failedOut, true))
                : Optional.empty();
    }

    /** Returns what was seen, if nothing comes any more before the window ends. */
    public OutageAnalysis until(long windowEnd) {
        Optional<Outage> ended = Optional.ofNullable(longest);
        Optional<Outage> undecided = open(windowEnd)
                .filter(last -> ended.isEmpty() || last.nanos() > ended.get().nanos());
        return new OutageAnalysis(samples, failed, undecided.or(() -> ended), undecided, failures);
    }
}
