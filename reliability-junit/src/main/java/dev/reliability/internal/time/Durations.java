package dev.reliability.internal.time;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as tests write them and as reports print them. */
public final class Durations {

    private static final Pattern SHORT = Pattern.compile("(\\d{1,18})\\s*(ms|s|m|h)");
    private static final Duration LONGEST = Duration.ofDays(7);

    private Durations() {}

    /**
     * Reads {@code 250ms}, {@code 3s}, {@code 4m}, {@code 1h} or ISO-8601.
     *
     * @throws IllegalArgumentException if it is malformed, negative or longer than a week
     */
    public static Duration parse(String text) {
        Duration duration = read(text.strip());
        if (duration.isNegative()) {
            throw new IllegalArgumentException("\"" + text + "\" is negative");
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("\"" + text + "\" is longer than 7 days");
        }
        return duration;
    }

    private static Duration read(String text) {
        Matcher matcher = SHORT.matcher(text);
        try {
            if (matcher.matches()) {
                long amount = Long.parseLong(matcher.group(1));
                return switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    default -> Duration.ofHours(amount);
                };
            }
            if (text.toUpperCase(Locale.ROOT).startsWith("P")
                    || text.toUpperCase(Locale.ROOT).startsWith("-P")) {
                return Duration.parse(text);
            }
            if (text.startsWith("-") && SHORT.matcher(text.substring(1)).matches()) {
                return Duration.ofNanos(-1);
            }
        } catch (ArithmeticException e) {
            return LONGEST.plusNanos(1);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a duration: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("\"" + text + "\" is not a duration: write 250ms, 3s, 4m, 1h or ISO-8601");
    }

    /** Prints a limit as people wrote it: {@code 250 ms}, {@code 30 s}, {@code 1.5 s}, {@code 900 s}. */
    public static String limit(Duration duration) {
        if (!duration.isZero() && duration.toMillis() < 1000) {
            return duration.toMillis() + " ms";
        }
        return plain(BigDecimal.valueOf(duration.toMillis(), 3)) + " s";
    }

    /** Prints a measured time, to a tenth of a second: {@code 42.1 s}. */
    public static String measured(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).setScale(1, RoundingMode.HALF_UP) + " s";
    }

    /** Prints a number without trailing zeros and without an exponent. */
    public static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
