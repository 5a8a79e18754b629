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

    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final ExpectedAlarm plan;
    private final Ticker ticker;
    private final Wake wake;
    private final Console console;
    private final String fault;

    private volatile long bittenAt;
    private volatile @Nullable Duration firedAfter;
    private volatile @Nullable String broken;
    private volatile String lastState = "nothing";
    private @Nullable Polling polling;

    AlarmWatch(ExpectedAlarm plan, Ticker ticker, Wake wake, Console console, String fault) {
        this.plan = plan;
        this.ticker = ticker;
        this.wake = wake;
        this.console = console;
        this.fault = fault;
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
    public synchronized void watchFrom(long nanos) {
        bittenAt = nanos;
        polling = Polling.every(INTERVAL, this::look);
    }

    private void look() {
        if (decided()) {
            return;
        }
        boolean firing = false;
        try {
            Alarm.State state = plan.alarm().state(TIMEOUT);
            firing = state.firing();
            lastState = state.detail();
        } catch (Exception e) {
            lastState = "no answer (" + e.getMessage() + ")";
        }
        Duration elapsed = Duration.ofNanos(ticker.nanos() - bittenAt);
        boolean late = elapsed.compareTo(plan.within()) > 0;
        if (firing && !late) {
            firedAfter = elapsed;
            console.say("Alarm " + plan.name() + " fired " + Durations.measured(elapsed) + " after " + fault);
        } else if (late) {
            broken = "alarm " + plan.name() + " did not fire within " + Durations.limit(plan.within()) + " of " + fault
                    + "; its last state was " + lastState;
        }
        wake.signal();
    }

    @Override
    public boolean decided() {
        return firedAfter != null || broken != null;
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

    AlarmResult result() {
        return new AlarmResult(plan.name(), Optional.ofNullable(firedAfter), lastState);
    }
}
