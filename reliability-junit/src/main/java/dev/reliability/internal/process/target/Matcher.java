package dev.reliability.internal.process.target;

import dev.reliability.internal.process.ProcessId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Chooses the processes of a tree that a signal is meant for: the target itself, or those whose command line matches. */
final class Matcher {

    private final Optional<Pattern> pattern;

    private Matcher(Optional<Pattern> pattern) {
        this.pattern = pattern;
    }

    /**
     * Creates one.
     *
     * @throws IllegalArgumentException if the pattern is not a regular expression
     */
    static Matcher of(String regex) {
        try {
            return new Matcher(regex.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(regex)));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "process \"" + regex + "\" is not a regular expression: " + e.getDescription(), e);
        }
    }

    boolean isTargetItself() {
        return pattern.isEmpty();
    }

    List<ProcessId> matching(Victim victim) {
        List<ProcessId> members = victim.members();
        if (pattern.isEmpty()) {
            return members.stream().limit(1).toList();
        }
        return members.stream()
                .filter(member -> pattern.get().matcher(commandLine(member)).find())
                .toList();
    }

    static String commandLine(ProcessId id) {
        return id.handle()
                .map(ProcessHandle::info)
                .flatMap(info -> info.commandLine().or(info::command))
                .orElse("");
    }

    /** Returns the words for descriptions: {@code  matching "postgres"}. */
    String words() {
        return pattern.map(regex -> " matching \"" + regex + "\"").orElse("");
    }
}
