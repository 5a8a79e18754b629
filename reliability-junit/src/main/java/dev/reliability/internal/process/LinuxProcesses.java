package dev.reliability.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Linux's own view of processes, read from {@code /proc}. */
public final class LinuxProcesses {

    private static final Path PROC = Path.of("/proc");
    private static final long KERNEL_THREADS = 2;

    private LinuxProcesses() {}

    /**
     * One line of {@code /proc/PID/stat}.
     *
     * @param state R running, S sleeping, D waiting for a device, T stopped by a signal, t traced, Z zombie
     * @param threads number of threads, the leader included
     * @param start clock ticks from boot to the start of the process; unlike a wall-clock time it never shifts
     */
    public record Stat(long pid, char state, long parent, long session, long threads, long start) {

        /** Whether nothing of it runs or holds a socket any more. A zombie leader may still have running threads. */
        boolean gone() {
            return state == 'X' || state == 'x' || (state == 'Z' && threads <= 1);
        }

        boolean stopped() {
            return state == 'T' || state == 't';
        }

        private boolean inKernel() {
            return pid == KERNEL_THREADS || parent == KERNEL_THREADS;
        }
    }

    /** The process with that pid, a zombie included; empty when there is none. */
    public static Optional<Stat> stat(long pid) {
        try {
            return Optional.of(parse(pid, Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The state letter of a process, empty when there is none. */
    public static Optional<Character> state(long pid) {
        return stat(pid).map(Stat::state);
    }

    static Map<Long, Stat> all() {
        Map<Long, Stat> all = new HashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                stat(pid).filter(stat -> !stat.inKernel()).ifPresent(stat -> all.put(pid, stat));
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot list the processes in /proc: " + e, e);
        }
        return all;
    }

    /** The environment a process was started with, as {@code NAME=value} separated by NUL; empty when not readable. */
    static String environment(long pid) {
        try {
            return Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static Stat parse(long pid, String line) {
        // the command name in parentheses may itself hold spaces and parentheses
        String[] fields = line.substring(line.lastIndexOf(')') + 2).trim().split(" ", -1);
        return new Stat(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[17]),
                Long.parseLong(fields[19]));
    }
}
