package dev.reliability.internal.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The description of a process as it was given, not yet checked. */
public final class ProcessDraft {

    /** What has a default, or may be left out. */
    public enum Setting {
        NAME,
        DIRECTORY,
        READY_WHEN,
        READY_WITHIN,
        OUTPUT,
        STOP_GRACE
    }

    private final List<String> command;
    private final Map<String, Object> env = new LinkedHashMap<>();
    private final List<String[]> links = new ArrayList<>();
    // a null that was given is a mistake, what was not given is none
    private final Map<Setting, @Nullable Object> settings = new LinkedHashMap<>(
            Map.of(Setting.READY_WITHIN, Duration.ofSeconds(30), Setting.STOP_GRACE, Duration.ofSeconds(10)));

    public ProcessDraft(List<String> command) {
        this.command = new ArrayList<>(command);
    }

    public void set(Setting setting, @Nullable Object value) {
        settings.put(setting, value);
    }

    /** A text, or something that gives one at each start. */
    public void env(String variable, Object value) {
        env.put(variable, value);
    }

    public void link(String name, String upstream) {
        links.add(new String[] {name, upstream});
    }

    /**
     * Checks everything.
     *
     * @param values of the environment variables, asked for at each start
     * @throws IllegalArgumentException if something is wrong; the message lists all of it
     */
    public ProcessSpec check(Map<String, Supplier<String>> values) {
        SpecProblems problems = new SpecProblems();
        problems.command(command);
        if (settings.containsKey(Setting.NAME)) {
            problems.name((String) settings.get(Setting.NAME));
        }
        List<LinkDeclaration> declared = problems.links(links);
        for (int i = 0; i < command.size(); i++) {
            problems.placeholders("command[" + i + "]", command.get(i), declared);
        }
        env.forEach((variable, value) -> {
            problems.envName(variable);
            problems.envValue(variable, value);
            problems.placeholders("env " + variable, value, declared);
        });
        Path directory = (Path) settings.get(Setting.DIRECTORY);
        if (settings.containsKey(Setting.DIRECTORY)) {
            problems.directory(directory);
        }
        Optional<Readiness> readiness = settings.containsKey(Setting.READY_WHEN)
                ? problems.readiness((String) settings.get(Setting.READY_WHEN))
                : Optional.empty();
        Duration readyWithin =
                problems.duration("readyWithin", settings.get(Setting.READY_WITHIN), Duration.ofMillis(1));
        Duration stopGrace = problems.duration("stopGrace", settings.get(Setting.STOP_GRACE), Duration.ZERO);
        Path output = (Path) settings.get(Setting.OUTPUT);
        if (settings.containsKey(Setting.OUTPUT)) {
            problems.output(output);
        }
        problems.check("process " + name());
        return new ProcessSpec(
                name(),
                List.copyOf(command),
                values,
                Optional.ofNullable(directory),
                new ProcessLinks(declared),
                readiness,
                readyWithin,
                Optional.ofNullable(output),
                stopGrace);
    }

    private String name() {
        Object name = settings.get(Setting.NAME);
        if (name != null
                || command.isEmpty()
                || command.get(0) == null
                || command.get(0).indexOf('\0') >= 0) {
            return String.valueOf(name);
        }
        Path file = Path.of(command.get(0)).getFileName();
        return file == null ? command.get(0) : file.toString();
    }
}
