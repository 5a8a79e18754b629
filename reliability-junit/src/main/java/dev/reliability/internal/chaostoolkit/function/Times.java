package dev.reliability.internal.chaostoolkit.function;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points in time as people write them: {@code 2024-05-01T10:00:00Z}, {@code now}, {@code 5 minutes ago}, {@code 1d}. */
final class Times {
    private static final Pattern AGO = Pattern.compile("(?:(in)\\s+)?(\\d+)\\s*([a-z]+?)s?(?:\\s+(ago))?");
    private static final Map<String, ChronoUnit> UNITS = Map.ofEntries(
            Map.entry("s", ChronoUnit.SECONDS),
            Map.entry("sec", ChronoUnit.SECONDS),
            Map.entry("second", ChronoUnit.SECONDS),
            Map.entry("m", ChronoUnit.MINUTES),
            Map.entry("min", ChronoUnit.MINUTES),
            Map.entry("minute", ChronoUnit.MINUTES),
            Map.entry("h", ChronoUnit.HOURS),
            Map.entry("hour", ChronoUnit.HOURS),
            Map.entry("d", ChronoUnit.DAYS),
            Map.entry("day", ChronoUnit.DAYS),
            Map.entry("w", ChronoUnit.WEEKS),
            Map.entry("week", ChronoUnit.WEEKS),
            Map.entry("month", ChronoUnit.MONTHS),
            Map.entry("year", ChronoUnit.YEARS));

    private Times() {}

    static Optional<Instant> parse(String text, Instant now) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.equals("now")) {
            return Optional.of(now);
        }
        if (lower.equals("yesterday")) {
            return Optional.of(now.minus(1, ChronoUnit.DAYS));
        }
        Matcher ago = AGO.matcher(lower);
        ChronoUnit unit = ago.matches() ? UNITS.get(ago.group(3)) : null;
        if (unit != null) {
            long amount = Long.parseLong(ago.group(2)) * (ago.group(1) != null ? -1 : 1);
            return Optional.of(ZonedDateTime.ofInstant(now, ZoneOffset.UTC)
                    .minus(amount, unit)
                    .toInstant());
        }
        return absolute(text.strip().replace(' ', 'T'));
    }

    private static Optional<Instant> absolute(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            try {
                LocalDateTime local = text.contains("T")
                        ? LocalDateTime.parse(text, DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                        : LocalDate.parse(text).atStartOfDay();
                return Optional.of(local.atZone(ZoneId.systemDefault()).toInstant());
            } catch (DateTimeParseException neither) {
                return Optional.empty();
            }
        }
    }
}
