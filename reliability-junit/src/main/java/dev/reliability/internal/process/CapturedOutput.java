package dev.reliability.internal.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The last output of a process over all its starts, bounded in memory, whole in a file if one is given. */
public final class CapturedOutput {

    /** How much is kept in memory. */
    public static final int CAPACITY = 256 * 1024;

    /** How exactly it is known when output came. */
    private static final long RESOLUTION = Duration.ofMillis(100).toNanos();

    private static final int LONGEST_LINE = 64 * 1024;

    private final byte[] ring = new byte[CAPACITY];
    private final Optional<Path> path;
    private final Optional<Pattern> awaited;
    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long written;
    private long runStart;
    private boolean seen;
    private @Nullable OutputStream file;

    /** When the bytes from a position on came. */
    private record Arrival(long nanos, long position) {}

    /** {@code awaited} is looked for in each line. */
    public CapturedOutput(Optional<Path> path, Optional<Pattern> awaited) {
        this.path = path;
        this.awaited = awaited;
    }

    /** Forgets what was awaited and seen; what was captured stays. */
    synchronized void beginRun() throws IOException {
        closeFile();
        if (path.isPresent()) {
            Path target = path.get().toAbsolutePath();
            Files.createDirectories(target.getParent());
            OpenOption later = written == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
            file = Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, later);
        }
        line.reset();
        seen = false;
        runStart = written;
    }

    /** Reads until the end of the stream, in a thread of its own. */
    Thread pump(InputStream from, String name) {
        Thread pump = new Thread(
                () -> {
                    byte[] buffer = new byte[8192];
                    try (from) {
                        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                            append(buffer, n);
                        }
                    } catch (IOException e) {
                        // the stream closes under the reader when the process ends
                        return;
                    }
                },
                name);
        pump.setDaemon(true);
        pump.start();
        return pump;
    }

    synchronized void append(byte[] bytes, int length) {
        arrived(System.nanoTime());
        for (int i = 0; i < length; i++) {
            ring[(int) (written++ % CAPACITY)] = bytes[i];
            if (bytes[i] == '\n') {
                matchLine();
                line.reset();
            } else if (line.size() < LONGEST_LINE) {
                line.write(bytes[i]);
            }
        }
        writeFile(bytes, length);
    }

    /** Whether the awaited text was seen since the last start, be it in a line that is not finished yet. */
    synchronized boolean sawAwaited() {
        matchLine();
        return seen;
    }

    /** Everything that is kept, of all starts. */
    public synchronized String text() {
        return since(Math.max(0, written - CAPACITY));
    }

    /** What of it came lately, to a tenth of a second. */
    public synchronized String ofLast(Duration last) {
        long from = System.nanoTime() - last.toNanos();
        long position = arrivals.stream()
                .filter(arrival -> arrival.nanos() - from >= 0)
                .mapToLong(Arrival::position)
                .findFirst()
                .orElse(written);
        return since(Math.max(position, Math.max(0, written - CAPACITY)));
    }

    private void arrived(long now) {
        Arrival latest = arrivals.peekLast();
        if (latest == null || now - latest.nanos() >= RESOLUTION) {
            arrivals.addLast(new Arrival(now, written));
        }
        while (arrivals.size() > 1 && arrivals.getFirst().position() < written - CAPACITY) {
            arrivals.removeFirst();
        }
    }

    /** The last lines of the last start. */
    synchronized List<String> tail(int lines) {
        List<String> all = since(Math.max(runStart, written - CAPACITY)).lines().toList();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    synchronized void closeFile() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                note("could not be closed", e);
            }
            file = null;
        }
    }

    private void matchLine() {
        if (!seen && awaited.isPresent()) {
            seen = awaited.get().matcher(line.toString(StandardCharsets.UTF_8)).find();
        }
    }

    private void writeFile(byte[] bytes, int length) {
        if (file != null) {
            try {
                file.write(bytes, 0, length);
            } catch (IOException e) {
                file = null;
                note("could not be written", e);
            }
        }
    }

    private void note(String what, IOException cause) {
        byte[] note = ("[output file " + path.orElseThrow() + " " + what + ": " + cause + "]\n")
                .getBytes(StandardCharsets.UTF_8);
        for (byte b : note) {
            ring[(int) (written++ % CAPACITY)] = b;
        }
    }

    private String since(long position) {
        byte[] bytes = new byte[(int) (written - position)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = ring[(int) ((position + i) % CAPACITY)];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
