package dev.reliability.internal.runner;

import dev.reliability.internal.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says what happens as it happens: a line on the console, and an event for the journal. */
final class Console {

    private final String title;
    private final Ticker ticker;
    private final long start;
    private final Display display;
    private final List<Event> events = new ArrayList<>();
    private volatile Runnable listener = () -> {};

    /** Something that happened. */
    record Event(Instant at, Duration after, String text) {}

    Console(String title, Ticker ticker, Display display) {
        this.title = title;
        this.ticker = ticker;
        this.display = display;
        this.start = ticker.nanos();
    }

    /** Sets what is called after each event. */
    void onEvent(Runnable newListener) {
        listener = newListener;
    }

    void say(String text) {
        Duration after = Duration.ofNanos(ticker.nanos() - start);
        synchronized (events) {
            events.add(new Event(ticker.now(), after, text));
        }
        display.line(title, after, text);
        listener.run();
    }

    /** Tells whether the message of a failure is shown elsewhere. */
    boolean failuresAreShownElsewhere() {
        return display.showsFailures();
    }

    List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }
}
