package dev.reliability.internal.runner;

import dev.reliability.experiment.FailoverResult;
import dev.reliability.experiment.RunningExperiment.RunningFailover;
import dev.reliability.internal.plan.Durations;
import dev.reliability.internal.plan.ExpectedFailover;
import dev.reliability.internal.sample.Series;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import dev.reliability.spi.Signal.Reading;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches a signal for its move from one side to the other. The move is an interval: after the last answer that named the
 * old side, not later than the first of three answers in a row that named only the new one.
 */
final class FailoverWatch implements Expectation, RunningFailover {

    static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final ExpectedFailover plan;
    private final Ticker ticker;
    private final Wake wake;
    private final Console console;
    private final String fault;

    private long bittenAt;
    private long lastOld;
    private long firstNew;
    private int newInARow;
    private String lastSeen = "nothing";
    private Map<String, Object> details = Map.of();
    private volatile @Nullable FailoverResult result;
    private volatile @Nullable String broken;
    private volatile boolean back;
    private volatile boolean closed;
    private @Nullable Polling polling;

    FailoverWatch(ExpectedFailover plan, Ticker ticker, Wake wake, Console console, String fault) {
        this.plan = plan;
        this.ticker = ticker;
        this.wake = wake;
        this.console = console;
        this.fault = fault;
    }

    @Override
    public Optional<String> baseline() {
        try {
            Reading reading = plan.signal().read(TIMEOUT);
            if (names(reading, plan.fromIdentities(), plan.toIdentities())) {
                return Optional.empty();
            }
            return Optional.of("\"" + plan.name() + "\" did not answer " + plan.from()
                    + " before the test (it answered " + said(reading) + ")");
        } catch (Exception e) {
            return Optional.of("\"" + plan.name() + "\" gave no answer before the test (" + e.getMessage() + ")");
        }
    }

    @Override
    public synchronized void watchFrom(long nanos) {
        bittenAt = nanos;
        lastOld = nanos;
        lastSeen = plan.from();
        polling = Polling.every(INTERVAL, this::look);
    }

    private void look() {
        long asked = ticker.nanos();
        Reading reading;
        try {
            reading = plan.signal().read(TIMEOUT);
        } catch (Exception e) {
            synchronized (this) {
                newInARow = 0;
                lastSeen = "nothing (" + e.getMessage() + ")";
            }
            decide();
            return;
        }
        saw(reading, asked);
        decide();
    }

    private synchronized void saw(Reading reading, long asked) {
        boolean isNew = names(reading, plan.toIdentities(), plan.fromIdentities());
        lastSeen = said(reading);
        if (result != null) {
            boolean isOld = names(reading, plan.fromIdentities(), plan.toIdentities());
            newInARow = isOld ? newInARow + 1 : 0;
            back = back || newInARow >= Series.SUSTAINED;
            return;
        }
        if (!isNew) {
            newInARow = 0;
            lastOld = asked;
            return;
        }
        if (newInARow++ == 0) {
            firstNew = ticker.nanos();
            details = reading.details();
        }
        if (newInARow == Series.SUSTAINED) {
            newInARow = 0;
            result = new FailoverResult(
                    plan.name(), Duration.ofNanos(lastOld - bittenAt), Duration.ofNanos(firstNew - bittenAt), details);
            console.say(plan.name() + " moved from " + plan.from() + " to " + plan.to() + " between "
                    + Durations.measured(result.lastOld()) + " and " + Durations.measured(result.firstNew()) + " after "
                    + fault);
        }
    }

    private synchronized void decide() {
        long elapsed = ticker.nanos() - bittenAt;
        FailoverResult moved = result;
        if (moved == null
                && broken == null
                && newInARow == 0
                && elapsed >= plan.within().toNanos()) {
            broken = plan.name() + " did not fail over from " + plan.from() + " to " + plan.to() + " within "
                    + Durations.limit(plan.within()) + " of " + fault + "; it still answered " + lastSeen + " after "
                    + Durations.measured(Duration.ofNanos(elapsed));
        } else if (moved != null && broken == null && moved.firstNew().compareTo(plan.within()) > 0) {
            broken = plan.name() + " failed over from " + plan.from() + " to " + plan.to() + " only "
                    + Durations.measured(moved.firstNew()) + " after " + fault + " (allowed "
                    + Durations.limit(plan.within()) + ")";
        }
        wake.signal();
    }

    private static boolean names(Reading reading, Set<String> side, Set<String> other) {
        return reading.identities().stream().anyMatch(side::contains)
                && Collections.disjoint(reading.identities(), other);
    }

    private String said(Reading reading) {
        boolean from = !Collections.disjoint(reading.identities(), plan.fromIdentities());
        boolean to = !Collections.disjoint(reading.identities(), plan.toIdentities());
        if (from && to) {
            return plan.from() + " and " + plan.to();
        }
        return from ? plan.from() : to ? plan.to() : String.join(", ", reading.identities());
    }

    @Override
    public boolean decided() {
        return result != null || broken != null;
    }

    @Override
    public Optional<String> broken() {
        if (broken == null && plan.failback() && result != null && !back) {
            return Optional.of(plan.name() + " did not fail back to " + plan.from() + " within "
                    + Durations.limit(plan.within()) + " of the end of " + fault + "; it still answered " + lastSeen);
        }
        return Optional.ofNullable(broken);
    }

    @Override
    public boolean wayBackDecided() {
        return !plan.failback() || result == null || back;
    }

    Duration wayBackWithin() {
        return plan.within();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (polling != null) {
            polling.stop();
        }
        wake.signal();
    }

    @Override
    public String name() {
        return plan.name();
    }

    @Override
    public FailoverResult await() {
        wake.awaitUntil(() -> decided() || closed, Long.MAX_VALUE / 2 + ticker.nanos() / 2, Duration.ofMillis(100));
        FailoverResult moved = result;
        if (moved == null || broken != null) {
            throw new AssertionError(
                    broken != null ? broken : plan.name() + " did not fail over: the experiment ended");
        }
        return moved;
    }

    @Override
    public Optional<FailoverResult> result() {
        return Optional.ofNullable(result);
    }
}
