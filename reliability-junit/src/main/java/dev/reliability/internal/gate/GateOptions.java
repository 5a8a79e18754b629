package dev.reliability.internal.gate;

import java.io.File;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * What the gate is asked to check.
 *
 * @param classes directories of compiled tests
 * @param reports where the test JVMs left their manifests
 * @param since when the build began; evidence from before does not count
 * @param excludes tests and classes that are left out
 * @param allowEmpty whether it is right that there are no reliability tests at all
 */
record GateOptions(
        List<Path> classes, Path reports, Optional<Instant> since, List<Pattern> excludes, boolean allowEmpty) {

    static final String USAGE =
            """
            usage: java -cp <class path of the tests> dev.reliability.junit.ReliabilityGate [options]
              --classes=DIR[:DIR…]  compiled tests (target/test-classes)
              --reports=DIR         what the test runs left, reliability.reports (target/reliability)
              --since=TIME          begin of the build, as in 2026-01-31T12:00:00Z; older evidence does not count
              --exclude=REGEX       leaves tests and classes out whose whole name matches; may be repeated
              --allow-empty         there may be no reliability tests at all""";

    /** Says what is wrong with the arguments. */
    static final class UsageException extends Exception {

        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    static GateOptions parse(String... arguments) throws UsageException {
        List<Path> classes = List.of(Path.of("target/test-classes"));
        Path reports = Path.of("target/reliability");
        Optional<Instant> since = Optional.empty();
        List<Pattern> excludes = new ArrayList<>();
        boolean allowEmpty = false;
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String option = equals < 0 ? argument : argument.substring(0, equals);
            String value = equals < 0 ? "" : argument.substring(equals + 1);
            if (option.equals("--allow-empty") == equals >= 0 || equals >= 0 && value.isBlank()) {
                throw new UsageException("\"" + argument + "\" is not understood");
            }
            switch (option) {
                case "--classes" ->
                    classes = Stream.of(value.split(Pattern.quote(File.pathSeparator)))
                            .map(Path::of)
                            .toList();
                case "--reports" -> reports = Path.of(value);
                case "--since" -> since = Optional.of(instant(value));
                case "--exclude" -> excludes.add(pattern(value));
                case "--allow-empty" -> allowEmpty = true;
                default -> throw new UsageException("unknown option \"" + option + "\"");
            }
        }
        return new GateOptions(classes, reports, since, List.copyOf(excludes), allowEmpty);
    }

    private static Instant instant(String text) throws UsageException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new UsageException("--since=" + text + " is no time such as 2026-01-31T12:00:00Z; in a pom, write"
                    + " ${maven.build.timestamp} and leave maven.build.timestamp.format as it is");
        }
    }

    private static Pattern pattern(String text) throws UsageException {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new UsageException("--exclude=" + text + " is no regular expression: " + e.getDescription());
        }
    }

    boolean excludes(String name) {
        return excludes.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
