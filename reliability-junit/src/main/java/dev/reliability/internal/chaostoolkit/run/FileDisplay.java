package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.runner.Display;
import java.time.Duration;

/** Shows the lines of the runner among those of the file, with what is secret hidden. */
record FileDisplay(RunContext run) implements Display {

    @Override
    public void line(String title, Duration after, String text) {
        long millis = after.toMillis();
        run.say("[reliability] +" + millis / 1000 + "."
                + String.valueOf(1000 + millis % 1000).substring(1) + "s " + text);
    }

    @Override
    public boolean showsFailures() {
        return run.showsFailures();
    }
}
