package dev.reliability.internal.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The samples of a series for whoever looks at it later, in bounded memory: one interval for each sample at first; once there are
 * too many, each two neighbours become one. No failure and no slowest sample is ever lost in that. Thread-safe, and samples may
 * come in any order.
 */
public final class Intervals {

    /** How many there are at most. */
    public static final int MOST = 2_000;

    /** How many different failures are told apart at most. */
    private static final int MOST_WORDS = 50;

    /** How much is kept of the words for a failure. */
    private static final int LONGEST_WORDS = 300;

    private static final String OTHER = "something else";

    private final TreeMap<Long, Interval> byNumber = new TreeMap<>();
    private final List<String> words = new ArrayList<>();
    private long width;
    private long samples;
    private long failures;

    /**
     * Some samples in a row.
     *
     * @param from when the first of them was due
     * @param samples how many there are
     * @param failed how many of them failed
     * @param nanos how long they took in all, each from the moment at which it was due
     * @param slowest how long the slowest took
     * @param seen number of the words for the first failure, in {@link Copy#words()}; negative where none failed
     */
    public record Interval(long from, int samples, int failed, long nanos, long slowest, int seen) {

        private Interval and(Interval other) {
            boolean inOrder = from <= other.from;
            Interval first = inOrder ? this : other;
            Interval last = inOrder ? other : this;
            return new Interval(
                    first.from,
                    samples + other.samples,
                    failed + other.failed,
                    nanos + other.nanos,
                    Math.max(slowest, other.slowest),
                    first.failed > 0 ? first.seen : last.seen);
        }
    }

    /** How many samples were completed, and how many of these failed. */
    public record Total(long samples, long failed) {}

    /** All of them at one moment, in their order, and the words for their failures. */
    public record Copy(List<Interval> intervals, List<String> words) {

        /** Copies the lists. */
        public Copy {
            intervals = List.copyOf(intervals);
            words = List.copyOf(words);
        }
    }

    /**
     * Creates one without samples.
     *
     * @param every time between two samples, in nanoseconds
     */
    public Intervals(long every) {
        this.width = Math.max(1, every);
    }

    /** Takes a completed sample in. */
    public synchronized void add(Sample sample) {
        long took = Math.max(0, sample.ended() - sample.intended());
        int failed = sample.good() ? 0 : 1;
        int seen = sample.good() ? -1 : word(sample);
        Interval one = new Interval(sample.intended(), 1, failed, took, took, seen);
        samples++;
        failures += failed;
        byNumber.merge(Math.floorDiv(sample.intended(), width), one, Interval::and);
        while (byNumber.size() > MOST) {
            halve();
        }
    }

    private void halve() {
        width *= 2;
        List<Interval> all = List.copyOf(byNumber.values());
        byNumber.clear();
        all.forEach(one -> byNumber.merge(Math.floorDiv(one.from(), width), one, Interval::and));
    }

    private int word(Sample sample) {
        String said = "expected " + sample.observation().expected() + ", got "
                + sample.observation().got();
        String bounded = said.length() > LONGEST_WORDS ? said.substring(0, LONGEST_WORDS) + "…" : said;
        String told = words.contains(bounded) || words.size() < MOST_WORDS - 1 ? bounded : OTHER;
        if (!words.contains(told)) {
            words.add(told);
        }
        return words.indexOf(told);
    }

    /** Returns how many there are by now. */
    public synchronized Total total() {
        return new Total(samples, failures);
    }

    /** Returns what there is by now. */
    public synchronized Copy copy() {
        return new Copy(new ArrayList<>(byNumber.values()), words);
    }
}
