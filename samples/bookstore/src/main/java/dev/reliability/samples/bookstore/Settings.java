package dev.reliability.samples.bookstore;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The environment of a process, read with defaults and with errors that name the variable. */
record Settings(Map<String, String> environment) {

    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");

    static Settings ofEnvironment() {
        return new Settings(System.getenv());
    }

    Optional<String> text(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
    }

    String text(String variable, String otherwise) {
        return text(variable).orElse(otherwise);
    }

    String required(String variable) {
        return text(variable)
                .orElseThrow(() -> new IllegalArgumentException("environment variable " + variable + " is missing"));
    }

    int number(String variable, int otherwise) {
        String value = text(variable, Integer.toString(otherwise));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw wrong(variable, "a number", value);
        }
    }

    URI url(String variable) {
        String value = required(variable);
        URI url = URI.create(value);
        if (!"http".equals(url.getScheme()) || url.getHost() == null) {
            throw wrong(variable, "a URL such as http://127.0.0.1:8080", value);
        }
        return url;
    }

    /** HOST:PORT, not resolved. */
    InetSocketAddress endpoint(String variable) {
        String value = required(variable);
        int colon = value.lastIndexOf(':');
        try {
            return InetSocketAddress.createUnresolved(
                    value.substring(0, colon), Integer.parseInt(value.substring(colon + 1)));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw wrong(variable, "HOST:PORT", value);
        }
    }

    Duration duration(String variable, Duration otherwise) {
        return text(variable).map(value -> parse(variable, value)).orElse(otherwise);
    }

    /** A limit, or nothing where the variable says {@code never}. */
    Optional<Duration> limit(String variable, Duration otherwise) {
        return text(variable, "").equals("never") ? Optional.empty() : Optional.of(duration(variable, otherwise));
    }

    private static Duration parse(String variable, String value) {
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw wrong(variable, "a duration such as 250ms or 3s", value);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static IllegalArgumentException wrong(String variable, String expected, String value) {
        return new IllegalArgumentException(
                "environment variable " + variable + " must be " + expected + ", but is '" + value + "'");
    }
}
