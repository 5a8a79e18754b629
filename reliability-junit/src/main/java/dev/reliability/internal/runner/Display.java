package dev.reliability.internal.runner;

import java.time.Duration;

/** Shows what happens in a run, as it happens. */
@FunctionalInterface
public interface Display {

    /** Shows every line on the console of the JVM. */
    Display CONSOLE = Display::print;

    /** Shows a line, so long after the begin of the run. */
    void line(String title, Duration after, String text);

    /** Tells whether the message of a result that is no pass is shown anyway, so that it need not be repeated here. */
    default boolean showsFailures() {
        return false;
    }

    /** Shows every line on the console, where somebody else shows what is thrown. */
    static Display besideWhatIsThrown() {
        return new Display() {
            @Override
            public void line(String title, Duration after, String text) {
                print(title, after, text);
            }

            @Override
            public boolean showsFailures() {
                return true;
            }
        };
    }

    private static void print(String title, Duration after, String text) {
        // by hand: a formatter would take longer than many a run
        String millis = String.valueOf(1_000 + after.toMillisPart()).substring(1);
        System.out.println("[reliability] " + title + " +" + after.toSeconds() + "." + millis + "s " + text);
    }
}
