package dev.reliability.internal.runner;

import dev.reliability.internal.journal.Halt;
import dev.reliability.internal.plan.ResolvedExperiment;
import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What ends a run before its time: its stop conditions, a halt of everything, its deadline, or whoever says so. */
final class Stops {

    private final List<StopWatch> conditions;
    private final List<Supplier<Optional<String>>> limits = new ArrayList<>();
    private final Halt halt;
    private final Duration deadline;
    private volatile long begin;
    private final Ticker ticker;
    private final Wake wake;
    private volatile @Nullable String reason;
    private volatile long at;

    Stops(ResolvedExperiment plan, long begin, Ticker ticker, Wake wake) {
        this.conditions = plan.stops().stream()
                .map(stop -> new StopWatch(stop, ticker, wake))
                .toList();
        this.halt = new Halt(plan.settings().state());
        this.deadline = plan.settings().deadline();
        this.begin = begin;
        this.ticker = ticker;
        this.wake = wake;
    }

    /**
     * Has something looked at that ends the run when it cannot go on; to be called before the start.
     *
     * @param limit says why not, as a reason that completes "stopped after 12.4 s by"
     */
    void watch(Supplier<Optional<String>> limit) {
        limits.add(limit);
    }

    /** The deadline counts from here: what dead runs left took its time before. */
    void start() {
        begin = ticker.nanos();
        conditions.forEach(StopWatch::start);
    }

    void close() {
        conditions.forEach(StopWatch::close);
    }

    /** Ends the run as soon as possible; the reason completes "stopped after 12.4 s by". The first one counts. */
    void stop(String why) {
        synchronized (this) {
            if (reason == null) {
                at = ticker.nanos();
                reason = why;
            }
        }
        wake.signal();
    }

    /** Looks at everything that may end the run. {@return whether it is stopped} */
    boolean check() {
        if (stopped()) {
            return true;
        }
        Optional<String> found = conditions.stream()
                .flatMap(condition -> condition.reason().stream())
                .findFirst()
                .or(() -> limits.stream().flatMap(limit -> limit.get().stream()).findFirst())
                .or(() -> halt.reason().map(why -> "reliability halt (" + why + ")"));
        found.ifPresent(this::stop);
        if (found.isEmpty() && ticker.nanos() - begin >= deadline.toNanos()) {
            stop("reliability.deadline (" + Durations.limit(deadline) + ")");
        }
        return stopped();
    }

    /** Returns since when the deadline counts. */
    long begin() {
        return begin;
    }

    boolean stopped() {
        return reason != null;
    }

    /** Returns what stopped the run first. */
    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Returns when it did. */
    long at() {
        return at;
    }
}
