package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.runner.Display;
import dev.reliability.internal.runner.StatusLine;
import java.time.Duration;
import java.util.Optional;

/** Shows the lines of the runner among those of the file, with what is secret hidden. */
record FileDisplay(RunContext run) implements Display {

    @Override
    public void line(String title, Duration after, String text) {
        run.say(said(after, text));
    }

    @Override
    public Optional<Duration> progressEvery() {
        return Optional.of(StatusLine.CONSOLE.interval());
    }

    @Override
    public void progress(String title, Duration after, String text) {
        String line = said(after, text);
        StatusLine.CONSOLE.show(run.masking.text(line), () -> run.say(line));
    }

    @Override
    public void progressOver() {
        StatusLine.CONSOLE.clear();
    }

    private static String said(Duration after, String text) {
        String millis = String.valueOf(1_000 + after.toMillisPart()).substring(1);
        return "[reliability] +" + after.toSeconds() + "." + millis + "s " + text;
    }

    @Override
    public boolean showsFailures() {
        return run.showsFailures();
    }
}
