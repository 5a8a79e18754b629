package dev.reliability.internal.linux;

import dev.reliability.spi.PortRange;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Ports and ranges of ports, for nft and in words. */
final class Ports {

    private Ports() {}

    /** The same ports in pieces that do not overlap, each of them part of every range that it touches; in nft's writing. */
    static String pieces(List<PortRange> ranges) {
        TreeSet<Integer> starts = new TreeSet<>();
        for (PortRange range : ranges) {
            starts.add(range.first());
            starts.add(range.last() + 1);
        }
        List<PortRange> pieces = new ArrayList<>();
        for (int start : starts) {
            Integer next = starts.higher(start);
            if (next != null && ranges.stream().anyMatch(range -> range.contains(start))) {
                pieces.add(new PortRange(start, next - 1));
            }
        }
        return pieces.stream().map(PortRange::toString).collect(Collectors.joining(", "));
    }

    /** {@code  port 5432}, {@code  ports 8000-8100} or {@code  ports 80 or 443}, with the blank before it. */
    static String words(List<PortRange> ranges) {
        List<String> written = ranges.stream().map(PortRange::toString).toList();
        boolean one =
                ranges.size() == 1 && ranges.get(0).first() == ranges.get(0).last();
        return (one ? " port " : " ports ")
                + (written.size() == 1
                        ? written.get(0)
                        : String.join(", ", written.subList(0, written.size() - 1)) + " or "
                                + written.get(written.size() - 1));
    }
}
