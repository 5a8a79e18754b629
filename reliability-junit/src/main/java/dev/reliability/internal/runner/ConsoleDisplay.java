package dev.reliability.internal.runner;

import java.time.Duration;
import java.util.Optional;

/**
 * The console of the JVM.
 *
 * @param showsFailures whether somebody else shows what is thrown
 */
record ConsoleDisplay(boolean showsFailures) implements Display {

    @Override
    public void line(String title, Duration after, String text) {
        StatusLine.CONSOLE.line(() -> print(title, after, text));
    }

    @Override
    public Optional<Duration> progressEvery() {
        return Optional.of(StatusLine.CONSOLE.interval());
    }

    @Override
    public void progress(String title, Duration after, String text) {
        StatusLine.CONSOLE.show(
                "[reliability] " + title + " +" + after.toSeconds() + "s " + text, () -> print(title, after, text));
    }

    @Override
    public void progressOver() {
        StatusLine.CONSOLE.clear();
    }

    private static void print(String title, Duration after, String text) {
        // by hand: a formatter would take longer than many a run
        String millis = String.valueOf(1_000 + after.toMillisPart()).substring(1);
        System.out.println("[reliability] " + title + " +" + after.toSeconds() + "." + millis + "s " + text);
    }
}
