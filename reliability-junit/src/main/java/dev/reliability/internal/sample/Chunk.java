package dev.reliability.internal.sample;

import java.util.Arrays;

/** Some samples in a row, in the order in which they were due: a column of numbers for each thing known of them. */
final class Chunk {

    /** How many there are at most. */
    static final int MOST = 1_024;

    /** In place of what a sample saw, as long as it is under way. */
    static final int UNDER_WAY = -1;

    private static final int FEW = 16;

    long[] intended = new long[FEW];
    long[] started = new long[FEW];
    long[] ended = new long[FEW];
    int[] seen = new int[FEW];
    int size;
    int completed;
    int failed;

    /** How long the slowest good one took; the least number if there is none. */
    long slowestGood = Long.MIN_VALUE;

    /** Whether somebody reads it who does not expect it to change any more. */
    boolean shared;

    boolean isFull() {
        return size == MOST;
    }

    boolean underWay(int index) {
        return seen[index] == UNDER_WAY;
    }

    boolean good(int index) {
        return !underWay(index) && Seen.good(seen[index]);
    }

    boolean failed(int index) {
        return !underWay(index) && !Seen.good(seen[index]);
    }

    /** Returns the place of the first that was due at a moment or after it. */
    int firstFrom(long moment) {
        int found = Arrays.binarySearch(intended, 0, size, moment);
        return found < 0 ? -found - 1 : found;
    }

    boolean holds(long moment) {
        return Arrays.binarySearch(intended, 0, size, moment) >= 0;
    }

    /** Makes room for one more; it is under way until set. */
    void insert(int index, long due) {
        if (size == intended.length) {
            resize(Math.min(MOST, 2 * size));
        }
        move(index, index + 1, size - index, this);
        size++;
        intended[index] = due;
        started[index] = 0;
        ended[index] = 0;
        seen[index] = UNDER_WAY;
    }

    void set(int index, long began, long done, int saw) {
        boolean slowestGoes = good(index) && ended[index] - intended[index] == slowestGood;
        completed -= underWay(index) ? 0 : 1;
        failed -= failed(index) ? 1 : 0;
        started[index] = began;
        ended[index] = done;
        seen[index] = saw;
        completed += underWay(index) ? 0 : 1;
        failed += failed(index) ? 1 : 0;
        if (slowestGoes) {
            count();
        } else if (good(index)) {
            slowestGood = Math.max(slowestGood, done - intended[index]);
        }
    }

    /** Moves the second half into a chunk of its own. */
    Chunk split() {
        Chunk second = new Chunk();
        int half = size / 2;
        second.resize(MOST);
        second.size = size - half;
        move(half, 0, size - half, second);
        size = half;
        count();
        second.count();
        return second;
    }

    Chunk copy() {
        Chunk copy = new Chunk();
        copy.resize(intended.length);
        copy.size = size;
        move(0, 0, size, copy);
        copy.count();
        return copy;
    }

    private void move(int from, int to, int number, Chunk other) {
        System.arraycopy(intended, from, other.intended, to, number);
        System.arraycopy(started, from, other.started, to, number);
        System.arraycopy(ended, from, other.ended, to, number);
        System.arraycopy(seen, from, other.seen, to, number);
    }

    private void resize(int length) {
        intended = Arrays.copyOf(intended, length);
        started = Arrays.copyOf(started, length);
        ended = Arrays.copyOf(ended, length);
        seen = Arrays.copyOf(seen, length);
    }

    private void count() {
        completed = 0;
        failed = 0;
        slowestGood = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            completed += underWay(i) ? 0 : 1;
            failed += failed(i) ? 1 : 0;
            if (good(i)) {
                slowestGood = Math.max(slowestGood, ended[i] - intended[i]);
            }
        }
    }
}
