package dev.reliability.internal.sample;

import dev.reliability.spi.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one steady state in the order in which they were due, in about 30 bytes each, and not more than
 * {@value #MOST}. Thread-safe.
 */
public final class Series {

    /** How many good samples in a row make a state sustained. */
    public static final int SUSTAINED = 3;

    /** How many samples there are at most: a hundred a second for almost three hours. */
    public static final int MOST = 1_000_000;

    private final int most;
    private final List<Chunk> chunks = new ArrayList<>();
    private final Seen seen = new Seen();
    private int size;
    private int underWay;
    private long lastFailedEver = Long.MIN_VALUE;
    private @Nullable Sample lastFailed;
    private long rewrites;

    /** Creates one without samples. */
    public Series() {
        this(MOST);
    }

    Series(int most) {
        this.most = most;
    }

    /**
     * Records that a sample is under way.
     *
     * @return whether there was room for it
     */
    public synchronized boolean due(long intended) {
        if (isFull()) {
            return false;
        }
        put(intended, 0, 0, Chunk.UNDER_WAY);
        return true;
    }

    /** Tells whether there is no room for another sample. */
    public synchronized boolean isFull() {
        return size >= most;
    }

    /** Records a completed sample. What it saw is kept as far as {@link Seen} has room. */
    public synchronized void completed(Sample sample) {
        put(sample.intended(), sample.started(), sample.ended(), seen.number(sample.observation()));
        if (!sample.good() && (lastFailed == null || sample.intended() >= lastFailedEver)) {
            lastFailedEver = sample.intended();
            lastFailed =
                    new Sample(sample.intended(), sample.started(), sample.ended(), Seen.bounded(sample.observation()));
        }
    }

    private void put(long intended, long started, long ended, int saw) {
        if (chunks.isEmpty()) {
            chunks.add(new Chunk());
        }
        int place = Samples.chunkOf(chunks, intended);
        Chunk chunk = own(place);
        int index = chunk.firstFrom(intended);
        boolean last = index == chunk.size && place == chunks.size() - 1;
        if (!chunk.holds(intended)) {
            if (last && chunk.isFull()) {
                chunk = new Chunk();
                chunks.add(chunk);
                index = 0;
            } else if (chunk.isFull()) {
                Chunk second = chunk.split();
                chunks.add(place + 1, second);
                chunk = index <= chunk.size ? chunk : second;
                index = chunk.firstFrom(intended);
            }
            chunk.insert(index, intended);
            size++;
            underWay++;
            rewrites += last ? 0 : 1;
        } else {
            rewrites += chunk.underWay(index) ? 0 : 1;
        }
        underWay += (saw == Chunk.UNDER_WAY ? 1 : 0) - (chunk.underWay(index) ? 1 : 0);
        chunk.set(index, started, ended, saw);
    }

    /** Returns a chunk that may be changed. */
    private Chunk own(int place) {
        Chunk chunk = chunks.get(place);
        if (chunk.shared) {
            chunk = chunk.copy();
            chunks.set(place, chunk);
        }
        return chunk;
    }

    /** Returns the completed samples by now. */
    public synchronized Samples completed() {
        chunks.forEach(chunk -> chunk.shared = true);
        return new Samples(chunks, seen.all());
    }

    /** Returns the completed samples that were due from one moment, inclusive, to another, exclusive. */
    public List<Sample> completed(long from, long to) {
        return completed().list(from, to);
    }

    /** Shows each completed sample that was due from one moment, inclusive, to another, exclusive. */
    synchronized void forEach(long from, long to, Consumer<Sample> each) {
        Samples.forEach(chunks, seen.all(), from, to, each);
    }

    /** Returns how often anything changed but at the end, or by the completion of what was under way. */
    synchronized long rewrites() {
        return rewrites;
    }

    /** Tells whether samples that were due in a time are still under way. */
    public synchronized boolean pending(long from, long to) {
        OptionalLong first = firstPending(from);
        return first.isPresent() && first.getAsLong() < to;
    }

    /**
     * Returns when the first of a number of good samples in a row was due, at or after a moment.
     *
     * @param inARow how many good ones; an uncompleted sample ends a row
     */
    public synchronized Optional<Long> goodSince(long from, int inARow) {
        int row = 0;
        long first = 0;
        for (int c = Samples.chunkOf(chunks, from); c < chunks.size(); c++) {
            Chunk chunk = chunks.get(c);
            if (chunk.completed == chunk.failed) {
                row = 0;
                continue;
            }
            for (int i = chunk.firstFrom(from); i < chunk.size; i++) {
                if (!chunk.good(i)) {
                    row = 0;
                    continue;
                }
                if (row == 0) {
                    first = chunk.intended[i];
                }
                if (++row == inARow) {
                    return Optional.of(first);
                }
            }
        }
        return Optional.empty();
    }

    /** Tells whether a sample failed that was due at or after a moment. */
    public synchronized boolean anyFailed(long from) {
        return lastFailed != null && lastFailedEver >= from;
    }

    /** Tells whether at least so many samples are completed that were due at or after a moment. */
    public synchronized boolean anyCompleted(long from, int number) {
        int found = 0;
        for (int c = Samples.chunkOf(chunks, from); c < chunks.size() && found < number; c++) {
            Chunk chunk = chunks.get(c);
            for (int i = chunk.firstFrom(from); chunk.completed > 0 && i < chunk.size && found < number; i++) {
                found += chunk.underWay(i) ? 0 : 1;
            }
        }
        return found >= number;
    }

    /**
     * Tells whether the last completed samples are good.
     *
     * @param from when the first of them was due at the earliest
     * @param inARow how many; those that are under way after them do not matter, one in between does
     */
    public synchronized boolean endsGood(long from, int inARow) {
        int row = 0;
        for (int c = chunks.size() - 1; c >= 0; c--) {
            Chunk chunk = chunks.get(c);
            if (row == 0 && chunk.completed == 0) {
                continue;
            }
            for (int i = chunk.size - 1; i >= 0 && chunk.intended[i] >= from; i--) {
                if (chunk.underWay(i) && row == 0) {
                    continue;
                }
                if (!chunk.good(i)) {
                    return false;
                }
                if (++row == inARow) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Tells whether the last completed samples, so many, all failed. */
    public synchronized boolean endsBad(int inARow) {
        int row = 0;
        for (int c = chunks.size() - 1; c >= 0; c--) {
            Chunk chunk = chunks.get(c);
            for (int i = chunk.size - 1; chunk.completed > 0 && i >= 0; i--) {
                if (chunk.good(i)) {
                    return false;
                }
                row += chunk.failed(i) ? 1 : 0;
                if (row == inARow) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns when the first sample was due, at or after a moment, that is still under way. */
    public synchronized OptionalLong firstPending(long from) {
        for (int c = Samples.chunkOf(chunks, from); underWay > 0 && c < chunks.size(); c++) {
            Chunk chunk = chunks.get(c);
            for (int i = chunk.firstFrom(from); chunk.completed < chunk.size && i < chunk.size; i++) {
                if (chunk.underWay(i)) {
                    return OptionalLong.of(chunk.intended[i]);
                }
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Returns for how long the slowest good sample was under way, from the moment at which it was due.
     *
     * @param from when it was due at the earliest
     */
    public synchronized long slowestGood(long from) {
        long slowest = Long.MIN_VALUE;
        for (int c = Samples.chunkOf(chunks, from); c < chunks.size(); c++) {
            Chunk chunk = chunks.get(c);
            int first = chunk.firstFrom(from);
            if (first == 0) {
                slowest = Math.max(slowest, chunk.slowestGood);
                continue;
            }
            for (int i = first; i < chunk.size; i++) {
                slowest = chunk.good(i) ? Math.max(slowest, chunk.ended[i] - chunk.intended[i]) : slowest;
            }
        }
        return slowest == Long.MIN_VALUE ? 0 : slowest;
    }

    /** Returns the last completed sample that failed, due at or after a moment. */
    public synchronized Optional<Sample> lastFailed(long from) {
        Observation[] all = seen.all();
        for (int c = chunks.size() - 1; c >= 0; c--) {
            Chunk chunk = chunks.get(c);
            for (int i = chunk.size - 1; chunk.failed > 0 && i >= 0 && chunk.intended[i] >= from; i--) {
                if (chunk.failed(i)) {
                    Sample found = Samples.sample(chunk, i, all);
                    boolean kept = lastFailed != null && lastFailed.intended() == found.intended();
                    return Optional.of(kept ? lastFailed : found);
                }
            }
        }
        return Optional.empty();
    }
}
