package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problem;
import dev.reliability.internal.chaostoolkit.Problems;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.configuration.ConfigurationLoader;
import dev.reliability.internal.chaostoolkit.configuration.Overrides;
import dev.reliability.internal.chaostoolkit.document.DocumentReader;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.model.Activity;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.chaostoolkit.provider.ActivityExecutor;
import dev.reliability.internal.chaostoolkit.provider.ActivityResult;
import dev.reliability.internal.chaostoolkit.provider.RunScope;
import dev.reliability.internal.chaostoolkit.provider.StartedProcesses;
import dev.reliability.internal.chaostoolkit.substitution.Substitution;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonJson;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.UndoRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a later run needs to play the rollbacks of a run that died: the rollbacks themselves and the configuration as it was.
 * Secrets are not in it: they are looked up again, where the file says.
 */
final class UndoNotes {
    private static final String FILE = "file";
    private static final String HASH = "sha256";
    private static final String MODE = "mode";
    private static final String ROLLBACKS = "rollbacks";
    private static final String HIDDEN = "hidden";
    private static final String CONFIGURATION = "configuration";
    private static final String WITHHELD = "withheld";
    private static final String WRITTEN = "written";
    private static final String SECRETS = "secrets";
    private static final String NAMES = "names";
    private static final String VARIABLES = "variable-files";
    private static final String PROCESSES = "processes";

    private final UndoRecord record;
    private final Mode mode;

    private UndoNotes(UndoRecord record) {
        this.record = record;
        this.mode = Mode.valueOf(record.data().getOrDefault(MODE, Mode.STRICT.name()));
    }

    static UndoRecord write(RunContext run, RollbackStrategy strategy, FileTarget target) {
        List<@Nullable Object> rollbacks = new ArrayList<>();
        List<Object> hidden = new ArrayList<>();
        if (strategy != RollbackStrategy.NEVER) {
            for (Activity rollback : run.file.rollbacks()) {
                Object masked = run.masking.value(rollback.definition());
                if (!equal(masked, rollback.definition())) {
                    hidden.add(rollbacks.size());
                }
                rollbacks.add(masked);
            }
        }
        Map<String, @Nullable Object> configuration = new LinkedHashMap<>();
        List<Object> withheld = new ArrayList<>();
        run.scope().configuration().forEach((name, value) -> {
            if (writable(value) && equal(run.masking.value(value), value)) {
                configuration.put(name, value);
            } else {
                withheld.add(name);
            }
        });
        boolean needsFile =
                !withheld.isEmpty() || !hidden.isEmpty() || run.file.source().containsKey("secrets");
        Map<String, String> data = new LinkedHashMap<>();
        data.put(FILE, target.name());
        data.put(HASH, needsFile ? hash(target.name()) : "");
        data.put(MODE, run.mode.name());
        data.put(ROLLBACKS, PythonJson.dumps(rollbacks));
        data.put(HIDDEN, PythonJson.dumps(hidden));
        data.put(CONFIGURATION, PythonJson.dumps(configuration));
        data.put(WITHHELD, PythonJson.dumps(withheld));
        data.put(WRITTEN, PythonJson.dumps(List.copyOf(run.file.written())));
        data.put(SECRETS, PythonJson.dumps(definitions(run.file.source().get("secrets"))));
        data.put(NAMES, PythonJson.dumps(List.copyOf(names(run.scope()))));
        boolean endsProcesses = run.strict() && strategy != RollbackStrategy.NEVER;
        data.put(PROCESSES, endsProcesses ? run.processes.run() : "");
        data.put(VARIABLES, PythonJson.dumps(run.variableFiles()));
        return new UndoRecord("the method of \"" + run.title() + "\" (" + target.name() + ")", target.address(), data);
    }

    static UndoNotes read(UndoRecord record) {
        return new UndoNotes(record);
    }

    /** Plays the rollbacks, and ends what the method left running; says what is left, a clause each. */
    List<String> play() {
        List<String> left = new ArrayList<>(rollBack());
        String processes = record.data().getOrDefault(PROCESSES, "");
        if (!processes.isEmpty()) {
            StartedProcesses.ofDeadRun(processes).endWhatTheMethodLeft().stream()
                    .map(process -> process + " of the method is still running, end it with kill -9")
                    .forEach(left::add);
        }
        return left;
    }

    private List<String> rollBack() {
        List<String> left = new ArrayList<>();
        List<?> rollbacks = list(ROLLBACKS);
        if (rollbacks.isEmpty()) {
            return left;
        }
        Problems problems = new Problems(record.data().getOrDefault(FILE, ""), pointer -> 0);
        Map<String, Object> source = unchangedSource();
        RunScope scope = scope(source, problems);
        problems.list().stream().map(Problem::toString).forEach(left::add);
        Set<String> lost =
                new LinkedHashSet<>(list(NAMES).stream().map(String::valueOf).toList());
        lost.removeAll(names(scope));
        for (int i = 0; i < rollbacks.size(); i++) {
            Map<String, Object> noted = Values.asMap(rollbacks.get(i));
            if (noted != null) {
                try {
                    play(i, noted, source, scope, lost).ifPresent(left::add);
                } catch (RuntimeException e) {
                    left.add("the rollback \"" + noted.get("name") + "\" could not be played: " + e);
                }
            }
        }
        return left;
    }

    /** Plays one; says what went wrong. */
    private Optional<String> play(
            int index,
            Map<String, @Nullable Object> noted,
            @Nullable Map<String, @Nullable Object> source,
            RunScope scope,
            Set<String> lost) {
        String name = "the rollback \"" + noted.get("name") + "\"";
        Map<String, Object> definition = playable(index, noted, source).orElse(null);
        if (definition == null) {
            return Optional.of(name + " holds a secret, which nothing but the file of that run could tell");
        }
        Optional<String> needed = Substitution.references(PythonJson.dumps(definition)).stream()
                .filter(lost::contains)
                .findFirst();
        if (needed.isPresent()) {
            return Optional.of(
                    name + " needs ${" + needed.get() + "}, which nothing but the file of that run could tell");
        }
        ActivityResult result = new ActivityExecutor(scope).execute(definition, new Cancellation());
        return result.succeeded()
                ? Optional.empty()
                : Optional.of(name + " failed: " + new Masking(scope.secrets()).text(result.reason()));
    }

    /** A rollback as the file has it; none where masks stand for parts of it, which must never be taken at their word. */
    private Optional<Map<String, @Nullable Object>> playable(
            int index, Map<String, @Nullable Object> noted, @Nullable Map<String, @Nullable Object> source) {
        if (list(HIDDEN).stream().noneMatch(hidden -> String.valueOf(hidden).equals(String.valueOf(index)))) {
            return Optional.of(noted);
        }
        Object written = source == null ? null : source.get("rollbacks");
        return Optional.ofNullable(
                        written instanceof List<?> all && index < all.size() ? Values.asMap(all.get(index)) : null)
                .filter(definition -> !definition.containsKey("ref"));
    }

    private RunScope scope(@Nullable Map<String, @Nullable Object> source, Problems problems) {
        List<Path> files = list(VARIABLES).stream()
                .map(file -> Path.of(String.valueOf(file)))
                .filter(Files::exists)
                .toList();
        Overrides overrides = Overrides.of(List.of(), files, mode);
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        environment.putAll(overrides.environment());
        ConfigurationLoader loader = new ConfigurationLoader(mode, environment, problems);
        Map<String, Object> configuration = new LinkedHashMap<>(map(CONFIGURATION));
        Map<String, Object> written = source == null ? null : Values.asMap(source.get("configuration"));
        Map<String, Object> withheld = new LinkedHashMap<>();
        for (Object name : list(WITHHELD)) {
            if (written != null && written.containsKey(name)) {
                withheld.put(String.valueOf(name), written.get(name));
            }
        }
        configuration.putAll(loader.configuration(withheld, new Overrides(Map.of(), Map.of(), overrides.environment()))
                .values());
        Object definitions = source == null ? map(SECRETS) : source.getOrDefault("secrets", Map.of());
        Map<String, Object> secrets = loader.secrets(definitions, overrides, configuration);
        Set<String> names =
                Set.copyOf(list(WRITTEN).stream().map(String::valueOf).toList());
        RunScope scope = new RunScope(mode, FunctionRegistry.load(loader()), configuration, secrets, names);
        scope.environment().putAll(overrides.environment());
        return scope;
    }

    /** Everything that can be referred to. */
    private static Set<String> names(RunScope scope) {
        Set<String> names = new TreeSet<>(scope.configuration().keySet());
        scope.secrets().values().forEach(group -> {
            Map<String, Object> values = Values.asMap(group);
            if (values != null) {
                names.addAll(values.keySet());
            }
        });
        return names;
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? UndoNotes.class.getClassLoader() : context;
    }

    /** The file as the dead run saw it, or nothing if it is gone or changed since. */
    private @Nullable Map<String, @Nullable Object> unchangedSource() {
        String file = record.data().getOrDefault(FILE, "");
        String hash = record.data().getOrDefault(HASH, "");
        if (hash.isEmpty() || !hash.equals(hash(file))) {
            return null;
        }
        return Values.asMap(
                new DocumentReader(Mode.COMPAT).read(Path.of(file), file).root());
    }

    private List<?> list(String key) {
        return json(key) instanceof List<?> list ? list : List.of();
    }

    private Map<String, @Nullable Object> map(String key) {
        Map<String, Object> map = Values.asMap(json(key));
        return map == null ? Map.of() : map;
    }

    private @Nullable Object json(String key) {
        try {
            return PythonJson.loads(record.data().getOrDefault(key, "null"));
        } catch (IOException e) {
            throw new IllegalStateException("the record of the dead run is not readable: " + key, e);
        }
    }

    /** Where secrets are found, without those that stand in the file itself. */
    private static Map<String, @Nullable Object> definitions(@Nullable Object secrets) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        Map<String, Object> map = Values.asMap(secrets);
        if (map != null) {
            map.forEach((name, value) -> {
                Map<String, Object> nested = Values.asMap(value);
                if (nested != null && nested.get("type") instanceof String) {
                    kept.put(name, nested);
                } else if (nested != null) {
                    kept.put(name, definitions(nested));
                }
            });
        }
        return kept;
    }

    private static boolean writable(@Nullable Object value) {
        try {
            PythonJson.dumps(value);
            return true;
        } catch (PythonError e) {
            return false;
        }
    }

    private static boolean equal(@Nullable Object a, @Nullable Object b) {
        return a == null ? b == null : a.equals(b);
    }

    private static String hash(String file) {
        if (!Sources.isFile(file)) {
            return "";
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Path.of(file))));
        } catch (IOException e) {
            return "";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
