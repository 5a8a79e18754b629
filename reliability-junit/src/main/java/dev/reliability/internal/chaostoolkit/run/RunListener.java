package dev.reliability.internal.chaostoolkit.run;

/** Hears what happens while it happens. Called from the threads of the run, one at a time; must not block. */
@FunctionalInterface
public interface RunListener {

    /** A line for people, in the tool's words and order where the tool has them; secrets are masked. */
    void line(String text);

    /** Tells whether the message of a run that did not pass is shown anyway, so that no line need repeat it. */
    default boolean showsFailures() {
        return false;
    }
}
