package dev.reliability.internal.process;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sends POSIX signals by name. That a signal was delivered says nothing about its effect: in particular, JVMs block
 * SIGQUIT, and a process that one has started, such as {@code sleep}, never sees it unless it unblocks it itself.
 */
public final class Signals {

    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of("KILL", "TERM", "INT", "HUP", "QUIT", "ABRT", "STOP", "CONT", "USR1", "USR2"));

    // the shell's own kill: minimal images have no kill program, and one shell reaches a whole tree at once
    private static final String SCRIPT = "s=$1; shift; kill -s \"$s\" \"$@\"";

    private Signals() {}

    /** The names that are understood, without {@code SIG}. */
    public static Set<String> known() {
        return Set.copyOf(KNOWN);
    }

    /**
     * The plain upper-case name, such as {@code TERM} for {@code SIGTERM} or {@code term}.
     *
     * @throws IllegalArgumentException if the signal is unknown; the message lists the known ones
     */
    public static String normalize(String name) {
        String upper = name.trim().toUpperCase(Locale.ROOT);
        String plain = upper.startsWith("SIG") ? upper.substring(3) : upper;
        if (!KNOWN.contains(plain)) {
            throw new IllegalArgumentException(
                    "unknown signal \"" + name + "\"; known are " + String.join(", ", KNOWN) + " (SIG may precede)");
        }
        return plain;
    }

    /**
     * Sends one signal to one process and says whether it was delivered.
     *
     * @throws IllegalArgumentException if the signal is unknown
     * @throws UnsupportedOperationException on Windows, which has no signals
     */
    public static boolean send(long pid, String signal) {
        return send(List.of(pid), signal);
    }

    /** Sends one signal to several processes; true when all of them got it. */
    public static boolean send(Collection<Long> pids, String signal) {
        String name = normalize(signal);
        for (long pid : pids) {
            // to kill(2), 0, -1 and other negative numbers mean whole groups, or everything there is
            if (pid <= 1) {
                throw new IllegalArgumentException("pid " + pid + " cannot be signalled: expected a pid above 1");
            }
        }
        if (Platform.isWindows()) {
            throw new UnsupportedOperationException("Windows has no signals: cannot send " + name);
        }
        if (pids.isEmpty()) {
            return true;
        }
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh", name));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        return run(command);
    }

    private static boolean run(List<String> command) {
        try {
            Process kill = new ProcessBuilder(command).redirectErrorStream(true).start();
            kill.getOutputStream().close();
            // complaints are about processes that went away meanwhile; the exit code says it
            kill.getInputStream().transferTo(OutputStream.nullOutputStream());
            return exitCode(kill) == 0;
        } catch (IOException e) {
            throw new IllegalStateException("cannot send a signal: " + String.join(" ", command) + ": " + e, e);
        }
    }

    private static int exitCode(Process process) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
