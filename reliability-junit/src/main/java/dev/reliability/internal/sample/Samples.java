package dev.reliability.internal.sample;

import dev.reliability.spi.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The completed samples of a series up to a moment, in the order in which they were due. Nothing changes in them any more. */
public final class Samples {

    private final List<Chunk> chunks;
    private final Observation[] seen;

    Samples(List<Chunk> chunks, Observation[] seen) {
        this.chunks = List.copyOf(chunks);
        this.seen = seen;
    }

    /**
     * Shows each of those that were due in a time.
     *
     * @param from when the first was due, inclusive
     * @param to when the last was due, exclusive
     */
    public void forEach(long from, long to, Consumer<Sample> each) {
        forEach(chunks, seen, from, to, each);
    }

    static void forEach(List<Chunk> chunks, Observation[] seen, long from, long to, Consumer<Sample> each) {
        for (int c = chunkOf(chunks, from); c < chunks.size(); c++) {
            Chunk chunk = chunks.get(c);
            for (int i = chunk.firstFrom(from); i < chunk.size; i++) {
                if (chunk.intended[i] >= to) {
                    return;
                }
                if (!chunk.underWay(i)) {
                    each.accept(sample(chunk, i, seen));
                }
            }
        }
    }

    /** Returns those that were due in a time, all at once. */
    public List<Sample> list(long from, long to) {
        List<Sample> all = new ArrayList<>();
        forEach(from, to, all::add);
        return all;
    }

    /** Returns how many were due in a time. */
    public int count(long from, long to) {
        int count = 0;
        for (Chunk chunk : chunks) {
            if (whole(chunk, from, to)) {
                count += chunk.completed;
            } else {
                for (int i = chunk.firstFrom(from); i < chunk.size && chunk.intended[i] < to; i++) {
                    count += chunk.underWay(i) ? 0 : 1;
                }
            }
        }
        return count;
    }

    /** Returns how many there are. */
    public int size() {
        return chunks.stream().mapToInt(chunk -> chunk.completed).sum();
    }

    /** Returns how many failed. */
    public int failed() {
        return chunks.stream().mapToInt(chunk -> chunk.failed).sum();
    }

    /** Returns the first that failed. */
    public Optional<Sample> firstFailed() {
        for (Chunk chunk : chunks) {
            for (int i = 0; chunk.failed > 0 && i < chunk.size; i++) {
                if (chunk.failed(i)) {
                    return Optional.of(sample(chunk, i, seen));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the last that was due in a time. */
    public Optional<Sample> last(long from, long to) {
        for (int c = chunks.size() - 1; c >= 0; c--) {
            Chunk chunk = chunks.get(c);
            for (int i = chunk.firstFrom(to) - 1; i >= 0 && chunk.intended[i] >= from; i--) {
                if (!chunk.underWay(i)) {
                    return Optional.of(sample(chunk, i, seen));
                }
            }
        }
        return Optional.empty();
    }

    static Sample sample(Chunk chunk, int index, Observation[] seen) {
        return new Sample(
                chunk.intended[index], chunk.started[index], chunk.ended[index], seen[chunk.seen[index] >> 1]);
    }

    private static boolean whole(Chunk chunk, long from, long to) {
        return chunk.intended[0] >= from && chunk.intended[chunk.size - 1] < to;
    }

    /** Returns the place of the chunk in which a moment is, or would be. */
    static int chunkOf(List<Chunk> chunks, long moment) {
        int low = 0;
        int high = chunks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunks.get(middle).intended[0] <= moment) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
