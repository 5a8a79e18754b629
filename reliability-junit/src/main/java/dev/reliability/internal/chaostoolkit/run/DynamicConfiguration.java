package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.provider.ActivityExecutor;
import dev.reliability.internal.chaostoolkit.provider.ActivityResult;
import dev.reliability.internal.chaostoolkit.provider.RunScope;
import dev.reliability.internal.chaostoolkit.provider.StartedProcesses;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.ExperimentSystem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Configuration that probes bring, just before the experiment begins. */
public final class DynamicConfiguration {
    private DynamicConfiguration() {}

    /**
     * What came of the probes.
     *
     * @param values the whole configuration; without the names whose probes failed
     * @param failures one sentence for each that failed, with its JSON pointer
     */
    public record Result(Map<String, @Nullable Object> values, List<String> failures) {}

    /** Runs the probes in order; each sees what stands before it, and all secrets. */
    public static Result resolve(
            Map<String, @Nullable Object> configuration,
            Map<String, @Nullable Object> secrets,
            Mode mode,
            FunctionRegistry functions,
            StartedProcesses processes,
            Cancellation cancellation) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        List<String> failures = new ArrayList<>();
        configuration.forEach((name, definition) -> {
            Map<String, Object> probe = Values.asMap(definition);
            if (probe == null || !"probe".equals(probe.get("type"))) {
                values.put(name, definition);
                return;
            }
            Map<String, Object> provider = Values.asMap(probe.get("provider"));
            RunScope scope = new RunScope(mode, functions, values, secrets, Set.of(), ExperimentSystem.NONE, processes);
            ActivityResult result =
                    new ActivityExecutor(scope).execute(allSecrets(probe, provider, secrets), cancellation);
            String at = Pointers.child("/configuration", name) + ": ";
            if (!result.succeeded()) {
                failures.add(at + result.reason());
            } else if (provider != null && "process".equals(provider.get("type"))) {
                output(result.output(), name, values, failures, at);
            } else if (provider != null && "http".equals(provider.get("type"))) {
                values.put(name, result.output() instanceof Map<?, ?> answer ? answer.get("body") : null);
            } else {
                values.put(name, result.output());
            }
        });
        return new Result(values, failures);
    }

    private static void output(
            @Nullable Object output,
            String name,
            Map<String, @Nullable Object> values,
            List<String> failures,
            String at) {
        if (output instanceof Map<?, ?> process && Long.valueOf(0).equals(process.get("status"))) {
            values.put(name, PythonText.str(process.get("stdout")).strip());
        } else if (output instanceof Map<?, ?> process) {
            failures.add(at + "the process exited with " + process.get("status") + ": " + process.get("stderr"));
        }
    }

    private static Map<String, @Nullable Object> allSecrets(
            Map<String, @Nullable Object> probe,
            @Nullable Map<String, @Nullable Object> provider,
            Map<String, @Nullable Object> secrets) {
        if (provider == null) {
            return probe;
        }
        Map<String, @Nullable Object> with = Values.mutable(provider);
        with.put("secrets", List.copyOf(secrets.keySet()));
        Map<String, @Nullable Object> copy = Values.mutable(probe);
        copy.put("provider", with);
        return copy;
    }
}
