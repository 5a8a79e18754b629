package dev.reliability.internal.runner;

import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is waited for: on a terminal, the last line, written over by the next and gone before anything else is shown; elsewhere an
 * ordinary line now and then. Thread-safe.
 */
public final class StatusLine {

    /** That of this JVM. */
    public static final StatusLine CONSOLE = new StatusLine(terminal(), System.getenv("TERM"));

    private static final Duration IN_PLACE = Duration.ofSeconds(1);
    private static final Duration LINE_BY_LINE = Duration.ofSeconds(10);

    /** Begin of the line, which is emptied. */
    private static final String EMPTIED = "\r\u001b[2K";

    /** What does not fit is cut off by the terminal, who alone knows its width: a second line could not be written over. */
    private static final String CUT = "\u001b[?7l";

    private static final String WRAPPED = "\u001b[?7h";

    private final @Nullable PrintWriter terminal;
    private boolean shown;

    /**
     * @param terminal what writes to the terminal, if there is one
     * @param kind the name of its kind: one without a name, or a dumb one, moves no cursor
     */
    StatusLine(Optional<PrintWriter> terminal, @Nullable String kind) {
        boolean moves = kind != null && !kind.isEmpty() && !kind.equals("dumb");
        this.terminal = moves ? terminal.orElse(null) : null;
    }

    /** Returns how often it is worth while to say what is waited for. */
    public Duration interval() {
        return terminal == null ? LINE_BY_LINE : IN_PLACE;
    }

    /**
     * Shows what is waited for.
     *
     * @param text what a terminal shows
     * @param line prints it as an ordinary line, where there is no terminal
     */
    public void show(String text, Runnable line) {
        if (terminal == null) {
            line.run();
        } else {
            write(terminal, text);
        }
    }

    private synchronized void write(PrintWriter to, String text) {
        to.print(EMPTIED + CUT + text.replaceAll("\\p{Cntrl}", " ") + WRAPPED);
        to.flush();
        shown = true;
    }

    /** Has an ordinary line printed, in the place of what is waited for. */
    public void line(Runnable line) {
        if (terminal == null) {
            line.run();
            return;
        }
        synchronized (this) {
            clear();
            line.run();
        }
    }

    /** Shows nothing any more. */
    public synchronized void clear() {
        if (terminal != null && shown) {
            terminal.print(EMPTIED);
            terminal.flush();
            shown = false;
        }
    }

    private static Optional<PrintWriter> terminal() {
        return Optional.ofNullable(System.console())
                .filter(StatusLine::isTerminal)
                .map(Console::writer);
    }

    /** From Java 22 on there is a console also where there is no terminal, and it can be asked. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }
}
