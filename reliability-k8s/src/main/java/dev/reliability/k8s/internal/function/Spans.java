package dev.reliability.k8s.internal.function;

import dev.reliability.spi.FunctionFailedException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people write them for logs: {@code 20s}, {@code 10 minutes}, {@code 1h 30m ago}. */
final class Spans {

    private static final Pattern PART = Pattern.compile("(\\d{1,9})\\s*([a-z]+)[\\s,]*(?:and\\s+)?");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));

    private Spans() {}

    /**
     * Reads a span.
     *
     * @throws FunctionFailedException if it is none
     */
    static Duration of(String text) {
        String words = text.strip().toLowerCase(Locale.ROOT).replaceFirst("\\s+ago$", "");
        Matcher part = PART.matcher(words);
        Duration span = Duration.ZERO;
        int read = 0;
        while (read < words.length() && part.find(read) && part.start() == read) {
            Duration unit = UNITS.get(unit(part.group(2)));
            if (unit == null) {
                break;
            }
            span = span.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
            read = part.end();
        }
        if (read < words.length() || words.isEmpty()) {
            throw new FunctionFailedException(
                    "the argument 'last' is a span such as 20s or 10 minutes, got '" + text + "'");
        }
        return span;
    }

    private static String unit(String word) {
        return switch (word) {
            case "s", "sec", "secs", "second", "seconds" -> "s";
            case "m", "min", "mins", "minute", "minutes" -> "m";
            case "h", "hr", "hrs", "hour", "hours" -> "h";
            case "d", "day", "days" -> "d";
            case "w", "week", "weeks" -> "w";
            default -> "";
        };
    }
}
