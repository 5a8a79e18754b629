package dev.reliability.internal.linux;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fault hit so far, only what was hit.
 *
 * @param packets dropped packets by address, block or (for DNS) port; for CPU {@code cpu_ms} burnt; for processes 1 for each
 *     that is gone
 * @param passed for packet loss: packets by address or block that were meant and not lost
 * @param ports packets that were meant by port, where several are named
 * @param others packets to an address or block that were not meant, as they went to another port or by another protocol
 */
public record Hits(
        Map<String, Long> packets, Map<String, Long> passed, Map<String, Long> ports, Map<String, Long> others) {

    static Hits of(List<String> lines) {
        Hits hits =
                new Hits(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            String set = words.length > 2 ? words[0] : "";
            hits.counters(set).merge(words[words.length - 2], Long.parseLong(words[words.length - 1]), Long::sum);
        }
        return hits;
    }

    private Map<String, Long> counters(String set) {
        if (Ruleset.PASSED.stream().anyMatch(set::startsWith)) {
            return passed;
        }
        if (Ruleset.OTHERS.stream().anyMatch(set::startsWith)) {
            return others;
        }
        return set.equals(Ruleset.PORTS) ? ports : packets;
    }

    /** All that was dropped, burnt or gone. */
    public long total() {
        return packets.values().stream().mapToLong(Long::longValue).sum();
    }
}
