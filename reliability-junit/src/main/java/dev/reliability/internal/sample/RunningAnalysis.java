package dev.reliability.internal.sample;

import org.jspecify.annotations.Nullable;

/**
 * Analyses a window of a series again and again while it fills. What can change no more is analysed once, and not again with each
 * new sample. Thread-safe.
 */
public final class RunningAnalysis {

    private final Series series;
    private @Nullable Outages settled;
    private long from;
    private long bitten;
    private long next;
    private long rewrites;

    /** Creates one for a series. */
    public RunningAnalysis(Series series) {
        this.series = series;
    }

    /**
     * Analyses the completed samples of a window.
     *
     * @param from when the first was due, inclusive
     * @param bitten from when on good ones count
     * @param to when the last was due, exclusive: the end of the window
     */
    public synchronized OutageAnalysis of(long from, long bitten, long to) {
        synchronized (series) {
            Outages sure = settled(from, bitten, to);
            long open = Math.min(series.firstPending(next).orElse(to), to);
            series.forEach(next, open, sample -> {
                sure.add(sample);
                next = sample.intended() + 1;
            });
            if (open == to) {
                return sure.until(to);
            }
            Outages all = sure.copy();
            series.forEach(open, to, all::add);
            return all.until(to);
        }
    }

    /** Tells whether no further sample will come, as the series has no room. */
    public boolean isFull() {
        return series.isFull();
    }

    /** Analyses those before the first that is still under way: what is certain, whatever comes of that. */
    public OutageAnalysis certain(long from, long bitten, long to) {
        synchronized (series) {
            return of(from, bitten, Math.min(series.firstPending(from).orElse(to), to));
        }
    }

    private Outages settled(long newFrom, long newBitten, long to) {
        Outages sure = settled;
        boolean same = from == newFrom && bitten == newBitten && next <= to && rewrites == series.rewrites();
        if (sure == null || !same) {
            sure = new Outages(newBitten);
            settled = sure;
            from = newFrom;
            bitten = newBitten;
            next = newFrom;
            rewrites = series.rewrites();
        }
        return sure;
    }
}
