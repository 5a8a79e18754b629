package dev.reliability.internal.chaostoolkit.validation;

import dev.reliability.internal.chaostoolkit.ControlModules;
import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problems;
import dev.reliability.internal.chaostoolkit.configuration.ConfigurationLoader;
import dev.reliability.internal.chaostoolkit.configuration.ConfigurationLoader.Configuration;
import dev.reliability.internal.chaostoolkit.configuration.Overrides;
import dev.reliability.internal.chaostoolkit.document.Document;
import dev.reliability.internal.chaostoolkit.document.DocumentReader;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.model.ExperimentFile;
import dev.reliability.internal.chaostoolkit.provider.RunScope;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.ExperimentSystem;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads experiment files and reports everything that is wrong with one at once, before anything is touched. */
public final class ExperimentLoader {
    private final Mode mode;
    private final FunctionRegistry functions;
    private final Map<String, String> environment;
    private final ControlModules controlModules;
    private final Optional<ExperimentSystem> system;

    /**
     * Sets up a loader for any number of files.
     *
     * @param environment the variables that {@code env} entries see, usually {@link System#getenv()}
     * @param controlModules the modules of controls that can be run
     */
    public ExperimentLoader(
            Mode mode, FunctionRegistry functions, Map<String, String> environment, ControlModules controlModules) {
        this(mode, functions, environment, controlModules, Optional.empty());
    }

    /**
     * Sets up a loader for any number of files.
     *
     * @param system what they run against, where it is known already
     */
    public ExperimentLoader(
            Mode mode,
            FunctionRegistry functions,
            Map<String, String> environment,
            ControlModules controlModules,
            Optional<ExperimentSystem> system) {
        this.system = system;
        this.mode = mode;
        this.functions = functions;
        this.environment = Collections.unmodifiableMap(environment);
        this.controlModules = controlModules;
    }

    /**
     * Reads one file.
     *
     * @throws InvalidExperimentFileException with all problems of the file
     */
    public ExperimentFile load(Path file, Overrides overrides) {
        return load(new DocumentReader(mode).read(file, file.toString()), overrides);
    }

    /**
     * Checks what was read elsewhere.
     *
     * @throws InvalidExperimentFileException with all problems of the document
     */
    public ExperimentFile load(Document document, Overrides overrides) {
        Problems problems = new Problems(document.file(), document::line);
        new ExperimentRules(mode, problems, functions, controlModules).check(document.root());
        Map<String, Object> root = Values.asMap(document.root());
        if (root == null || root.isEmpty()) {
            throw new InvalidExperimentFileException(problems.list());
        }
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(overrides.environment());
        ConfigurationLoader loader = new ConfigurationLoader(mode, variables, problems);
        if (mode == Mode.COMPAT) {
            // the tool validates what the file says before it takes values from outside
            Configuration own = loader.configuration(root.getOrDefault("configuration", Map.of()), Overrides.NONE);
            Map<String, Object> unused =
                    loader.secrets(root.getOrDefault("secrets", Map.of()), Overrides.NONE, own.values());
        }
        Configuration configuration = loader.configuration(root.getOrDefault("configuration", Map.of()), overrides);
        Map<String, Object> secrets =
                loader.secrets(root.getOrDefault("secrets", Map.of()), overrides, configuration.values());
        if (mode == Mode.STRICT) {
            new ReferenceRules(problems, names(root, secrets)).check(root);
            checkValues(problems, root, configuration.known(), configuration.written(), secrets);
        }
        if (!problems.none()) {
            throw new InvalidExperimentFileException(problems.list());
        }
        return new ModelBuilder(document.file(), root).build(configuration, secrets, overrides);
    }

    /**
     * Checks what stands in place of references, once more when probes have brought what was missing.
     *
     * @throws InvalidExperimentFileException with all problems of the values
     */
    public void checkValues(ExperimentFile file, Map<String, @Nullable Object> configuration) {
        Problems problems = new Problems(file.file(), pointer -> 0);
        checkValues(problems, file.source(), configuration, file.written(), file.secrets());
        if (!problems.none()) {
            throw new InvalidExperimentFileException(problems.list());
        }
    }

    private void checkValues(
            Problems problems,
            Map<String, @Nullable Object> root,
            Map<String, @Nullable Object> configuration,
            Set<String> written,
            Map<String, @Nullable Object> secrets) {
        RunScope scope =
                new RunScope(mode, functions, configuration, secrets, written, system.orElse(ExperimentSystem.NONE));
        new ValueRules(problems, scope, system.isPresent(), root).check(root);
    }

    /** Names by definition, so that a value that could not be resolved is not reported at each use as well. */
    private static Set<String> names(Map<String, @Nullable Object> root, Map<String, @Nullable Object> secrets) {
        Set<String> names = new HashSet<>();
        Map<String, Object> configuration = Values.asMap(root.get("configuration"));
        if (configuration != null) {
            names.addAll(configuration.keySet());
        }
        Map<String, Object> groups = Values.asMap(root.get("secrets"));
        if (groups != null) {
            groups.values().forEach(group -> addKeys(group, names));
        }
        secrets.values().forEach(group -> addKeys(group, names));
        return names;
    }

    private static void addKeys(@Nullable Object group, Set<String> names) {
        Map<String, Object> values = Values.asMap(group);
        if (values != null) {
            names.addAll(values.keySet());
        }
    }
}
