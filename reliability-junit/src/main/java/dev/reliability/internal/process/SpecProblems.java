package dev.reliability.internal.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with the description of a process, so that all of it comes in one message. */
public final class SpecProblems {

    private static final Duration LONGEST = Duration.ofDays(1);

    private final List<String> problems = new ArrayList<>();

    public void command(List<@Nullable String> command) {
        if (command.isEmpty()) {
            problems.add("command: expected at least the program");
            return;
        }
        for (int i = 0; i < command.size(); i++) {
            text("command[" + i + "]", command.get(i));
        }
        String program = command.get(0);
        if (program != null && (program.isBlank() || program.startsWith("-"))) {
            problems.add("command[0]: expected a program, got \"" + program + "\"");
        }
    }

    public void name(@Nullable String name) {
        if (name == null || name.isBlank()) {
            problems.add("name: expected a text that is not blank");
        }
    }

    public void envName(@Nullable String name) {
        if (name == null || !name.matches("[^=\\x00\\s-][^=\\x00]*")) {
            problems.add("env: \"" + name + "\" is no name of an environment variable");
        } else if (name.equals(ProcessTree.VARIABLE)) {
            problems.add("env: " + name + " is how the library finds the processes it started; it cannot be set");
        }
    }

    public void envValue(String name, @Nullable Object value) {
        if (value instanceof String text) {
            text("env " + name, text);
        } else if (value == null) {
            problems.add("env " + name + ": expected a value, got null");
        }
    }

    public void placeholders(String where, @Nullable Object text, List<LinkDeclaration> links) {
        if (text instanceof String known) {
            String problem = ProcessLinks.problem(known, links);
            if (problem != null) {
                problems.add(where + ": " + problem);
            }
        }
    }

    public List<LinkDeclaration> links(List<String[]> pairs) {
        List<LinkDeclaration> links = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String[] pair : pairs) {
            try {
                LinkDeclaration link = LinkDeclaration.parse(String.valueOf(pair[0]), String.valueOf(pair[1]));
                links.add(link);
                if (!names.add(link.name())) {
                    problems.add("link \"" + link.name() + "\" is declared twice");
                }
            } catch (IllegalArgumentException e) {
                problems.add(e.getMessage());
            }
        }
        return links;
    }

    public void directory(@Nullable Path directory) {
        if (directory == null || !Files.isDirectory(directory)) {
            problems.add("directory: " + directory + " is no directory");
        }
    }

    public void output(@Nullable Path output) {
        if (output == null || Files.isDirectory(output)) {
            problems.add("output: expected a file, got " + (output == null ? "null" : "the directory " + output));
        }
    }

    public Optional<Readiness> readiness(@Nullable String readyWhen) {
        try {
            return Optional.of(Readiness.parse(String.valueOf(readyWhen)));
        } catch (IllegalArgumentException e) {
            problems.add("readyWhen: " + e.getMessage());
            return Optional.empty();
        }
    }

    public Duration duration(String attribute, @Nullable Object given, Duration least) {
        if (!(given instanceof Duration duration) || duration.compareTo(least) < 0 || duration.compareTo(LONGEST) > 0) {
            problems.add(attribute + ": expected " + least.toMillis() + " ms to 24 h, got " + given);
            return least;
        }
        return duration;
    }

    /** Throws if there are any. */
    public void check(String subject) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(subject + " cannot be built, "
                    + (problems.size() == 1 ? "1 problem" : problems.size() + " problems") + ":\n- "
                    + String.join("\n- ", problems));
        }
    }

    private void text(String where, @Nullable String text) {
        if (text == null) {
            problems.add(where + ": expected a text, got null");
        } else if (text.indexOf('\0') >= 0) {
            problems.add(where + ": a NUL character cannot be passed to a process");
        }
    }
}
