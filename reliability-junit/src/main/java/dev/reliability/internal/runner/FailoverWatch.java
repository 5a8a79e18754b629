package dev.reliability.internal.runner;

import dev.reliability.experiment.FailoverResult;
import dev.reliability.experiment.FailoverResult.WayBack;
import dev.reliability.experiment.RunningExperiment.RunningFailover;
import dev.reliability.internal.plan.ExpectedFailover;
import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Signal.Reading;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches a signal for its move from one side to the other and, where that is expected, back after the revert. */
final class FailoverWatch implements Expectation, RunningFailover {

    static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(2);

    private final ExpectedFailover plan;
    private final Ticker ticker;
    private final Wake wake;
    private final Console console;

    private Move there;
    private @Nullable Move back;
    private long bittenAt;
    private volatile String fault = "";
    private boolean counting;
    private long revertedAt;
    private String lastSeen;
    private volatile @Nullable FailoverResult result;
    private volatile @Nullable String broken;
    private volatile boolean closed;
    private volatile boolean stayedAway;
    private final WayThere wayThere = new WayThere();
    private @Nullable Polling polling;

    FailoverWatch(ExpectedFailover plan, Ticker ticker, Wake wake, Console console) {
        this.plan = plan;
        this.ticker = ticker;
        this.wake = wake;
        this.console = console;
        this.there = new Move(plan::fromIdentities, plan::toIdentities, ticker.nanos());
        this.lastSeen = plan.from();
    }

    @Override
    public String awaited() {
        return plan.name() + " to move from " + plan.from() + " to " + plan.to();
    }

    @Override
    public Optional<String> baseline() {
        long asked = ticker.nanos();
        try {
            Reading reading = plan.signal().read(TIMEOUT);
            if (!Move.namesOnly(reading, plan.fromIdentities(), plan.toIdentities())) {
                return Optional.of("\"" + plan.name() + "\" did not answer " + plan.from()
                        + " before the test (it answered " + said(reading) + ")");
            }
        } catch (Exception e) {
            return Optional.of("\"" + plan.name() + "\" gave no answer before the test (" + e.getMessage() + ")");
        }
        synchronized (this) {
            there = new Move(plan::fromIdentities, plan::toIdentities, asked);
        }
        return plan.standbyHealth().flatMap(this::standby);
    }

    private Optional<String> standby(Alarm unhealthy) {
        try {
            Alarm.State state = unhealthy.state(HEALTH_TIMEOUT);
            return state.firing()
                    ? Optional.of("standby " + plan.to() + " was not healthy before the test (" + state.detail() + ")")
                    : Optional.empty();
        } catch (Exception e) {
            return Optional.of(
                    "standby " + plan.to() + " did not tell its health before the test (" + e.getMessage() + ")");
        }
    }

    /** Asks from now on, so that the last answer of the old side is known should the move come before the proof. */
    @Override
    public synchronized void armed() {
        polling = Polling.every(plan.signal().interval(), this::look);
    }

    @Override
    public synchronized void watchFrom(long nanos, String firstFault) {
        bittenAt = nanos;
        fault = firstFault;
        counting = true;
        if (polling == null) {
            armed();
        }
    }

    private void look() {
        long asked = ticker.nanos();
        Reading reading = null;
        String failure = "";
        try {
            reading = plan.signal().read(TIMEOUT);
        } catch (Exception e) {
            failure = String.valueOf(e.getMessage());
        }
        synchronized (this) {
            if (reading == null) {
                lastSeen = "nothing (" + failure + ")";
                there.sawNothing();
            } else {
                lastSeen = said(reading);
                there.saw(reading, asked, ticker.nanos(), ticker);
            }
            decide();
            lookBack(reading, asked);
        }
        wake.signal();
        tellHistory();
    }

    private void tellHistory() {
        if (result != null) {
            wayThere.tell(() -> plan.signal().history(Dated.instant(bittenAt, ticker)), plan.name(), console);
        }
    }

    private void decide() {
        if (!counting || decided()) {
            return;
        }
        Duration elapsed = Duration.ofNanos(ticker.nanos() - bittenAt);
        if (there.done()) {
            moved();
        } else if (!there.underWay() && elapsed.compareTo(plan.within()) >= 0) {
            broken = plan.name() + " did not fail over from " + plan.from() + " to " + plan.to() + " within "
                    + Durations.limit(plan.within()) + " of " + fault + "; it still answered " + lastSeen + " after "
                    + Durations.measured(elapsed);
        }
    }

    private void moved() {
        FailoverResult moved = new FailoverResult(
                plan.name(),
                Duration.ofNanos(there.lastOld() - bittenAt),
                Duration.ofNanos(there.firstNew() - bittenAt),
                Optional.empty(),
                there.details());
        if (moved.firstNew().compareTo(plan.within()) > 0) {
            broken = plan.name() + " failed over from " + plan.from() + " to " + plan.to() + " only "
                    + Durations.measured(moved.firstNew()) + " after " + fault + " (allowed "
                    + Durations.limit(plan.within()) + ")";
        }
        result = moved;
        console.say(plan.name() + " moved from " + plan.from() + " to " + plan.to() + " between "
                + Durations.measured(moved.lastOld()) + " and " + Durations.measured(moved.firstNew()) + " after "
                + fault);
    }

    @Override
    public synchronized void revertedAt(long nanos) {
        if (plan.failback() && result != null && broken == null) {
            revertedAt = nanos;
            back = new Move(plan::toIdentities, plan::fromIdentities, nanos);
        }
    }

    private void lookBack(@Nullable Reading reading, long asked) {
        FailoverResult moved = result;
        if (back == null || moved == null || moved.failedBack().isPresent()) {
            return;
        }
        if (reading == null) {
            back.sawNothing();
            return;
        }
        back.saw(reading, asked, ticker.nanos(), ticker);
        if (back.done()) {
            WayBack way = new WayBack(
                    Duration.ofNanos(back.lastOld() - revertedAt), Duration.ofNanos(back.firstNew() - revertedAt));
            result = new FailoverResult(
                    moved.name(), moved.lastOld(), moved.firstNew(), Optional.of(way), moved.details());
            console.say(plan.name() + " moved back to " + plan.from() + " between " + Durations.measured(way.lastNew())
                    + " and " + Durations.measured(way.firstOld()) + " after the end of " + fault);
        }
    }

    private String said(Reading reading) {
        boolean from = Move.names(reading, plan.fromIdentities());
        boolean to = Move.names(reading, plan.toIdentities());
        if (from && to) {
            return plan.from() + " and " + plan.to();
        }
        return from ? plan.from() : to ? plan.to() : String.join(", ", reading.identities()) + unknown();
    }

    private String unknown() {
        return ", which is neither by target." + plan.from() + ".identity nor by target." + plan.to() + ".identity";
    }

    @Override
    public synchronized Optional<Dated> happened() {
        return result == null ? Optional.empty() : Optional.of(new Dated(there.lastOld(), there.firstNew()));
    }

    @Override
    public Duration within() {
        return plan.within();
    }

    @Override
    public boolean decided() {
        return result != null || broken != null;
    }

    @Override
    public boolean failed() {
        return broken != null;
    }

    @Override
    public Optional<String> broken() {
        if (broken == null && stayedAway && !wayBackDecided()) {
            return Optional.of(plan.name() + " did not fail back to " + plan.from() + " within "
                    + Durations.limit(plan.within()) + " of the end of " + fault + "; it still answered " + lastSeen);
        }
        return Optional.ofNullable(broken);
    }

    @Override
    public boolean wayBackDecided() {
        return !plan.failback() || broken != null || result == null || cameBack();
    }

    /** The time for the way back is over. */
    void didNotComeBack() {
        stayedAway = true;
    }

    /** Tells whether the first side was asked to serve again, and does. */
    boolean cameBack() {
        FailoverResult moved = result;
        return plan.failback() && moved != null && moved.failedBack().isPresent();
    }

    String first() {
        return plan.from();
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
    public void awaitHistory() {
        if (result != null) {
            wayThere.await();
        }
    }

    @Override
    public String name() {
        return plan.name();
    }

    @Override
    public FailoverResult await() {
        wake.awaitUntil(() -> decided() || closed, ticker.nanos() + Long.MAX_VALUE / 2, INTERVAL);
        FailoverResult moved = result;
        if (moved == null || broken != null) {
            throw new BrokenExpectation(
                    broken != null ? broken : plan.name() + " did not fail over: the experiment ended before");
        }
        return moved;
    }

    @Override
    public Optional<FailoverResult> result() {
        return Optional.ofNullable(result).map(moved -> {
            Map<String, Object> all = new LinkedHashMap<>(moved.details());
            all.putAll(Dated.details(wayThere.steps(), plan.floor()));
            return new FailoverResult(moved.name(), moved.lastOld(), moved.firstNew(), moved.failedBack(), all);
        });
    }
}
