package dev.reliability.internal.cli;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say what names stand for, and which back ends there are. */
final class SystemOptions {

    private static final List<String> CLASS_PATH = List.of("-cp", "--classpath");

    @Option(
            names = {"-cp", "--classpath"},
            paramLabel = "PATH",
            description = {
                "Class path of the tests, as Java writes it, with everything that they need: back ends, profiles.",
                "By default what this JVM runs with, as under Maven."
            })
    private @Nullable String classpath;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Reads reliability-NAME.properties of the class path: what names stand for.")
    private @Nullable String profile;

    @Option(names = "-D", paramLabel = "NAME=VALUE", description = "Value of a setting or placeholder.")
    private Map<String, String> values = Map.of();

    Optional<String> profile() {
        return Optional.ofNullable(profile);
    }

    /** Returns what was given, by name; the profile is among it. */
    Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>(values);
        profile().ifPresent(name -> given.put("reliability.profile", name));
        return given;
    }

    /** Runs the command with another class path, if one was given. {@return its exit code} */
    Optional<Integer> elsewhere(CommandSpec command) throws Exception {
        if (classpath == null) {
            return Optional.empty();
        }
        List<String> arguments = new ArrayList<>();
        Iterator<String> all =
                command.commandLine().getParseResult().originalArgs().iterator();
        while (all.hasNext()) {
            String argument = all.next();
            if (CLASS_PATH.contains(argument)) {
                all.next();
            } else if (CLASS_PATH.stream().noneMatch(option -> argument.startsWith(option + "="))) {
                arguments.add(argument);
            }
        }
        return Optional.of(new TestClassPath(classpath).run(arguments));
    }
}
