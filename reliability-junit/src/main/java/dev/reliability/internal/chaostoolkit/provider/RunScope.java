package dev.reliability.internal.chaostoolkit.provider;

import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.substitution.Substitution;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.ExperimentSystem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the activities of one run share: configuration, secrets, functions, and environment variables they set. */
public final class RunScope {
    private final Mode mode;
    private final FunctionRegistry functions;
    private final Map<String, @Nullable Object> configuration;
    private final Map<String, @Nullable Object> secrets;
    private final Set<String> written;
    private final Map<String, String> environment = new ConcurrentHashMap<>();
    private final Substitution substitution;
    private final ExperimentSystem system;
    private final StartedProcesses processes;

    /** Begins a run against a system without targets. */
    public RunScope(
            Mode mode,
            FunctionRegistry functions,
            Map<String, @Nullable Object> configuration,
            Map<String, @Nullable Object> secrets,
            Set<String> written) {
        this(mode, functions, configuration, secrets, written, ExperimentSystem.NONE);
    }

    /** Begins a run whose processes nobody looks for. */
    public RunScope(
            Mode mode,
            FunctionRegistry functions,
            Map<String, @Nullable Object> configuration,
            Map<String, @Nullable Object> secrets,
            Set<String> written,
            ExperimentSystem system) {
        this(mode, functions, configuration, secrets, written, system, StartedProcesses.ofNewRun());
    }

    /**
     * Begins a run.
     *
     * @param configuration resolved
     * @param secrets resolved, by group
     * @param written names of the configuration whose values stand in the experiment file itself
     * @param system what functions find and attack
     * @param processes knows the processes that are started
     */
    public RunScope(
            Mode mode,
            FunctionRegistry functions,
            Map<String, @Nullable Object> configuration,
            Map<String, @Nullable Object> secrets,
            Set<String> written,
            ExperimentSystem system,
            StartedProcesses processes) {
        this.mode = mode;
        this.functions = functions;
        this.configuration = Values.immutable(configuration);
        this.secrets = Values.immutable(secrets);
        this.written = Set.copyOf(written);
        this.system = system;
        this.processes = processes;
        this.substitution = new Substitution(this.configuration, this.secrets);
    }

    public Mode mode() {
        return mode;
    }

    public boolean strict() {
        return mode == Mode.STRICT;
    }

    public FunctionRegistry functions() {
        return functions;
    }

    public Map<String, @Nullable Object> configuration() {
        return configuration;
    }

    public Map<String, @Nullable Object> secrets() {
        return secrets;
    }

    public ExperimentSystem system() {
        return system;
    }

    StartedProcesses processes() {
        return processes;
    }

    public Substitution substitution() {
        return substitution;
    }

    /** Substitution with all that does not stand in the experiment file: environment, secrets, probes, overrides. */
    Substitution foreign() {
        Map<String, @Nullable Object> foreign = new HashMap<>(configuration);
        foreign.keySet().removeAll(written);
        return new Substitution(foreign, secrets);
    }

    /** Substitutes in arguments, which stay as they are when there is nothing to substitute with. */
    @Nullable
    Object arguments(@Nullable Object arguments) {
        return substitution.isEmpty() ? arguments : substitution.apply(arguments);
    }

    /** Variables that activities have set, for processes that start from now on. */
    public Map<String, String> environment() {
        return environment;
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.getOrDefault(name, System.getenv(name)));
    }
}
