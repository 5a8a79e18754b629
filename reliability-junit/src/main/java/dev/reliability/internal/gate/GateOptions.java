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
 * @param classes directories and jars of compiled tests
 * @param reports where the test JVMs left their manifests
 * @param since when the build began; evidence from before does not count
 * @param build the process in which this build runs; evidence of others does not count
 * @param expected what there must be, whatever is compiled
 * @param covered which faults must be proven on which targets
 * @param excludes tests and classes that are left out
 * @param allowEmpty whether it is right that there are no reliability tests at all
 * @param withoutClasses whether the project is of a kind that has no classes, such as a Maven parent
 */
record GateOptions(
        List<Path> classes,
        Path reports,
        Optional<Instant> since,
        Optional<Long> build,
        List<Expected> expected,
        List<ExpectedCoverage> covered,
        List<Pattern> excludes,
        boolean allowEmpty,
        boolean withoutClasses) {

    static final String USAGE =
            """
            usage: java -cp <class path of the tests> dev.reliability.junit.ReliabilityGate [options]
              --classes=DIR[:JAR…]  compiled tests, in directories and jars (target/test-classes)
              --reports=DIR         what the test runs left, reliability.reports (target/reliability)
              --since=TIME          begin of the build, as in 2026-01-31T12:00:00Z; older evidence does not count
              --build=PID           the process of the build; evidence of other processes does not count
              --expect=[minimum=N;][tag=TAG;][pattern=REGEX]
                                    so many tests (1) with this tag and whole name must be proven; may be repeated
              --cover=[minimum=N|P%;][kind=KIND;][target=REGEX;][dependency=REGEX]
                                    this kind of fault (each) must be proven on these targets (each), or between them
                                    and these dependencies: on all (100%), a share, or so many; may be repeated
              --exclude=REGEX       leaves tests and classes out whose whole name matches; may be repeated
              --packaging=KIND      what Maven makes of the project; pom: it has no classes, and so no tests
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
        Optional<Long> build = Optional.empty();
        List<Expected> expected = new ArrayList<>();
        List<ExpectedCoverage> covered = new ArrayList<>();
        List<Pattern> excludes = new ArrayList<>();
        boolean allowEmpty = false;
        boolean withoutClasses = false;
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
                case "--build" -> build = Optional.of((long) number(argument, value));
                case "--expect" -> expected.add(expected(argument, value));
                case "--cover" -> covered.add(ExpectedCoverage.parse(argument, value));
                case "--exclude" -> excludes.add(pattern(argument, value));
                case "--packaging" -> withoutClasses = value.equals("pom");
                case "--allow-empty" -> allowEmpty = true;
                default -> throw new UsageException("unknown option \"" + option + "\"");
            }
        }
        return new GateOptions(
                classes,
                reports,
                since,
                build,
                List.copyOf(expected),
                List.copyOf(covered),
                List.copyOf(excludes),
                allowEmpty,
                withoutClasses);
    }

    private static Instant instant(String text) throws UsageException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new UsageException("--since=" + text + " is no time such as 2026-01-31T12:00:00Z; in a pom, write"
                    + " ${maven.build.timestamp} and leave maven.build.timestamp.format as it is");
        }
    }

    /** The pattern comes last, since it may hold whatever separates the others. */
    private static Expected expected(String argument, String text) throws UsageException {
        Optional<Pattern> pattern = Optional.empty();
        Optional<String> tag = Optional.empty();
        int minimum = 1;
        String rest = text;
        while (!rest.isEmpty()) {
            String[] parts = rest.startsWith("pattern=") ? new String[] {rest, ""} : (rest + ";").split(";", 2);
            String value = parts[0].substring(parts[0].indexOf('=') + 1);
            switch (parts[0].substring(0, parts[0].length() - value.length())) {
                case "minimum=" -> minimum = number(argument, value);
                case "tag=" -> tag = Optional.of(value);
                case "pattern=" -> pattern = Optional.of(pattern(argument, value));
                default -> throw new UsageException("\"" + argument + "\" is not understood");
            }
            rest = parts[1].endsWith(";") ? parts[1].substring(0, parts[1].length() - 1) : parts[1];
        }
        return new Expected(minimum, pattern, tag);
    }

    static int number(String argument, String text) throws UsageException {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new UsageException(argument + ": \"" + text + "\" is no number above zero");
        }
        return Integer.parseInt(text);
    }

    static Pattern pattern(String argument, String text) throws UsageException {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new UsageException(argument + " is no regular expression: " + e.getDescription());
        }
    }

    boolean excludes(String name) {
        return excludes.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}
