package dev.reliability.internal.linux;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fault dropped so far.
 *
 * @param packets packets by address, block, or (for DNS) port; only what was hit
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

    /** All packets dropped. */
    public long total() {
        return packets.values().stream().mapToLong(Long::longValue).sum();
    }
}
