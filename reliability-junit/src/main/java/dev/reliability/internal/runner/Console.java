package dev.reliability.internal.runner;

import dev.reliability.internal.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Says what happens as it happens: a line on the console, and an event for the journal. */
final class Console {

    /** How many notes of a body are kept of the first, and as many of the last. */
    private static final int NOTES_OF_EACH = 500;

    private static final int LONGEST_NOTE = 500;

    private final String title;
    private final Ticker ticker;
    private final long start;
    private final Display display;
    private final List<Event> events = new ArrayList<>();
    private final Kept<Event> notes = new Kept<>(NOTES_OF_EACH);
    private volatile Runnable listener = () -> {};

    /**
     * Something that happened.
     *
     * @param note whether the test body says so
     */
    record Event(Instant at, Duration after, String text, boolean note) {}

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
            events.add(new Event(ticker.now(), after, text, false));
        }
        display.line(title, after, text);
        listener.run();
    }

    /** Says what the test body says, without what looks like a secret in it. */
    void note(String text) {
        Duration after = Duration.ofNanos(ticker.nanos() - start);
        // what is much too long is not searched to its end
        String shown = cut(Secrets.hidden(cut(text, 4 * LONGEST_NOTE)), LONGEST_NOTE);
        notes.add(new Event(ticker.now(), after, shown, true));
        display.line(title, after, shown);
        listener.run();
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) + "…" : text;
    }

    /** Returns how many notes of the test body are not among the events. */
    long notesLeftOut() {
        return notes.leftOut();
    }

    /** Tells whether the message of a failure is shown elsewhere. */
    boolean failuresAreShownElsewhere() {
        return display.showsFailures();
    }

    /** Returns what happened, in its order. */
    List<Event> events() {
        List<Event> all;
        synchronized (events) {
            all = new ArrayList<>(events);
        }
        all.addAll(notes.all());
        all.sort(Comparator.comparing(Event::after));
        return all;
    }
}
