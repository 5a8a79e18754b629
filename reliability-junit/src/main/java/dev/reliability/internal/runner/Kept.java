package dev.reliability.internal.runner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The first and the last of what comes, in bounded memory. Thread-safe. */
final class Kept<T> {

    private final int ofEach;
    private final List<T> first = new ArrayList<>();
    private final Deque<T> last = new ArrayDeque<>();
    private long leftOut;

    /** @param ofEach how many of the first are kept, and how many of the last */
    Kept(int ofEach) {
        this.ofEach = ofEach;
    }

    synchronized void add(T one) {
        if (first.size() < ofEach) {
            first.add(one);
            return;
        }
        last.add(one);
        if (last.size() > ofEach) {
            last.remove();
            leftOut++;
        }
    }

    /** Returns what is kept, in the order in which it came. */
    synchronized List<T> all() {
        List<T> all = new ArrayList<>(first);
        all.addAll(last);
        return all;
    }

    /** Returns how many came between the first and the last that are kept. */
    synchronized long leftOut() {
        return leftOut;
    }
}
