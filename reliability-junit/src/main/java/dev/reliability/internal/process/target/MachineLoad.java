package dev.reliability.internal.process.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How busy this machine is. */
final class MachineLoad {

    private static final Path STAT = Path.of("/proc/stat");
    private static final int LOOKS = 10;
    private static final long BETWEEN_MILLIS = 100;

    /** Of the time of all processors that makes the machine idle: one part in so many. */
    private static final int IDLE = 50;

    private MachineLoad() {}

    /** Tells whether no processor was idle for a second; where that cannot be known, none was full. */
    static boolean isFull() {
        try {
            long[] last = ticks();
            for (int look = 0; look < LOOKS; look++) {
                Thread.sleep(BETWEEN_MILLIS);
                long[] now = ticks();
                if ((now[0] - last[0]) * IDLE >= now[1] - last[1]) {
                    return false;
                }
                last = now;
            }
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns the ticks that processors were idle, or waited for a disk, and all ticks. */
    private static long[] ticks() throws IOException {
        List<String> lines = Files.readAllLines(STAT, StandardCharsets.US_ASCII);
        long[] fields = Stream.of(lines.get(0).trim().split("\\s+"))
                .skip(1)
                .mapToLong(Long::parseLong)
                .toArray();
        return new long[] {fields[3] + fields[4], LongStream.of(fields).limit(8).sum()};
    }
}
