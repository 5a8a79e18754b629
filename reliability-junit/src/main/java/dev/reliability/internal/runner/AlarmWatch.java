package dev.reliability.internal.runner;

import dev.reliability.experiment.AlarmResult;
import dev.reliability.internal.plan.ExpectedAlarm;
import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Ticker;
import dev.reliability.internal.time.Wake;
import dev.reliability.spi.Alarm;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches for an alarm that must fire. */
final class AlarmWatch implements Expectation {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final ExpectedAlarm plan;
    private final Ticker ticker;
    private final Wake wake;
    private final Console console;

    private volatile long bittenAt;
    private volatile String fault = "";
    private volatile @Nullable Duration firedAfter;
    private volatile @Nullable Dated firedAt;
    private volatile @Nullable String broken;
    private volatile String lastState = "nothing";
    private volatile long quietAt;
    private volatile Duration error = Duration.ZERO;
    private final WayThere wayThere = new WayThere();
    private @Nullable Polling polling;

    AlarmWatch(ExpectedAlarm plan, Ticker ticker, Wake wake, Console console) {
        this.plan = plan;
        this.ticker = ticker;
        this.wake = wake;
        this.console = console;
    }

    @Override
    public String name() {
        return plan.name();
    }

    @Override
    public String awaited() {
        return "alarm " + plan.name();
    }

    @Override
    public Optional<String> baseline() {
        try {
            Alarm.State state = plan.alarm().state(TIMEOUT);
            return state.firing()
                    ? Optional.of("alarm " + plan.name() + " was in alarm before the test (" + state.detail() + ")")
                    : Optional.empty();
        } catch (Exception e) {
            return Optional.of("alarm " + plan.name() + " gave no answer before the test (" + e.getMessage() + ")");
        }
    }

    @Override
    public synchronized void watchFrom(long nanos, String firstFault) {
        bittenAt = nanos;
        quietAt = nanos;
        fault = firstFault;
        polling = Polling.every(plan.alarm().interval(), this::look);
    }

    private void look() {
        if (decided()) {
            return;
        }
        long asked = ticker.nanos();
        Optional<Alarm.State> state = Optional.empty();
        try {
            state = Optional.of(plan.alarm().state(TIMEOUT));
            lastState = state.get().detail();
        } catch (Exception e) {
            lastState = "no answer (" + e.getMessage() + ")";
        }
        if (state.filter(Alarm.State::firing).isPresent()) {
            fired(Dated.of(state.get().since(), quietAt, ticker.nanos(), ticker));
        } else if (ticker.nanos() - bittenAt > plan.within().toNanos()) {
            late();
        } else if (state.isPresent()) {
            quietAt = asked;
        }
        wake.signal();
    }

    private void fired(Dated at) {
        Duration elapsed = Duration.ofNanos(Math.max(0, at.latest() - bittenAt));
        if (elapsed.compareTo(plan.within()) > 0) {
            late();
            return;
        }
        error = Duration.ofNanos(at.latest() - Math.min(at.latest(), Math.max(at.earliest(), bittenAt)));
        firedAt = at;
        firedAfter = elapsed;
        console.say("Alarm " + plan.name() + " fired " + Durations.measured(elapsed) + " after " + fault);
        wayThere.tell(() -> plan.alarm().history(Dated.instant(bittenAt, ticker)), "Alarm " + plan.name(), console);
    }

    private void late() {
        broken = "alarm " + plan.name() + " did not fire within " + Durations.limit(plan.within()) + " of " + fault
                + "; its last state was " + lastState;
    }

    @Override
    public Optional<Dated> happened() {
        return Optional.ofNullable(firedAt);
    }

    @Override
    public Duration within() {
        return plan.within();
    }

    @Override
    public boolean decided() {
        return firedAfter != null || broken != null;
    }

    @Override
    public boolean failed() {
        return broken != null;
    }

    @Override
    public Optional<String> broken() {
        return Optional.ofNullable(broken);
    }

    @Override
    public synchronized void close() {
        if (polling != null) {
            polling.stop();
        }
    }

    @Override
    public void awaitHistory() {
        if (firedAfter != null) {
            wayThere.await();
        }
    }

    AlarmResult result() {
        return new AlarmResult(
                plan.name(),
                Optional.ofNullable(firedAfter),
                lastState,
                error,
                Dated.details(wayThere.steps(), plan.floor()));
    }
}
