package dev.reliability.spi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One port, or all from one to another.
 *
 * @param first lowest port, from 1
 * @param last highest port, up to 65535; the same as the first for one port
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public record PortRange(int first, int last) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final int HIGHEST = 65_535;

    /** Checks that the ports exist, in this order. */
    public PortRange {
        if (first < 1 || last < first || last > HIGHEST) {
            throw new IllegalArgumentException(first + "-" + last + " is not a range of ports");
        }
    }

    /**
     * Reads {@code 5432} or {@code 8000-8100}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static PortRange parse(String text) {
        Matcher matcher = FORM.matcher(text);
        int first = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        int last = first > 0 && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : first;
        if (first < 1 || last < first || last > HIGHEST) {
            throw new IllegalArgumentException("'" + text + "' is neither a port nor a range such as 8000-8100");
        }
        return new PortRange(first, last);
    }

    /** Tells whether a port is one of these. */
    public boolean contains(int port) {
        return first <= port && port <= last;
    }

    /** Tells whether every port of another range is one of these. */
    public boolean contains(PortRange other) {
        return first <= other.first && other.last <= last;
    }

    /** Returns it as it is written: {@code 5432} or {@code 8000-8100}. */
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
