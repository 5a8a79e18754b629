package dev.reliability.internal.linux;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fault hit so far.
 *
 * @param packets dropped packets by address, block or (for DNS) port, only what was hit; for CPU {@code cpu_ms} burnt;
 *     for processes 1 for each that is gone
 */
public record Hits(Map<String, Long> packets) {

    static Hits of(List<String> lines) {
        Map<String, Long> packets = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            packets.merge(words[0], Long.parseLong(words[1]), Long::sum);
        }
        return new Hits(packets);
    }

    /** All of them together. */
    public long total() {
        return packets.values().stream().mapToLong(Long::longValue).sum();
    }
}
