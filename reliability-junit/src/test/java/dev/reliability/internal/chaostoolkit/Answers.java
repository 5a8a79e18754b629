package dev.reliability.internal.chaostoolkit;

import dev.reliability.internal.chaostoolkit.activity.ActivityFailedException;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.configuration.ConfigurationLoader;
import dev.reliability.internal.chaostoolkit.configuration.ConfigurationLoader.Configuration;
import dev.reliability.internal.chaostoolkit.configuration.Overrides;
import dev.reliability.internal.chaostoolkit.document.DocumentReader;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.provider.ActivityExecutor;
import dev.reliability.internal.chaostoolkit.provider.ActivityResult;
import dev.reliability.internal.chaostoolkit.provider.RunScope;
import dev.reliability.internal.chaostoolkit.provider.StartedProcesses;
import dev.reliability.internal.chaostoolkit.run.DynamicConfiguration;
import dev.reliability.internal.chaostoolkit.substitution.Substitution;
import dev.reliability.internal.chaostoolkit.tolerance.ToleranceChecker;
import dev.reliability.internal.chaostoolkit.tolerance.ToleranceResult;
import dev.reliability.internal.chaostoolkit.validation.ExperimentRules;
import dev.reliability.internal.chaostoolkit.validation.ToleranceRules;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Our side of the differential test: the outcome of one case in compat mode. */
final class Answers {
    /** Marks what is refused on purpose although the tool accepts it. */
    static final String UNSUPPORTED = "cannot be run here";

    private static final FunctionRegistry FUNCTIONS = FunctionRegistry.load(Answers.class.getClassLoader());

    private Answers() {}

    static Object answer(Map<?, ?> asked, Path folder) {
        Map<String, Object> outcome = new LinkedHashMap<>();
        try {
            outcome.put("value", value(asked, folder));
        } catch (PythonError e) {
            outcome.put("raises", e.type());
        } catch (InvalidExperimentFileException e) {
            outcome.put("raises", "refused");
            outcome.put("message", e.getMessage());
        }
        return comparable(asked, outcome);
    }

    /** Leaves out what is worded differently on purpose: messages, and which exception refuses a file. */
    static Object comparable(Map<?, ?> asked, Object outcome) {
        Map<String, Object> kept = Values.mutable(Values.asMap(outcome));
        Object message = kept.remove("message");
        boolean refused = !List.of("substitute", "tolerance").contains(asked.get("kind")) && kept.containsKey("raises");
        if (refused || String.valueOf(kept.get("raises")).matches("Invalid.*|refused")) {
            kept.put("raises", "refused");
            if (String.valueOf(message).contains(UNSUPPORTED)) {
                kept.put("message", UNSUPPORTED);
            }
        }
        return kept;
    }

    private static Object value(Map<?, ?> asked, Path folder) {
        Map<String, Object> configuration = map(asked.get("configuration"));
        Map<String, Object> secrets = map(asked.get("secrets"));
        Substitution substitution = new Substitution(configuration, secrets);
        return switch (String.valueOf(asked.get("kind"))) {
            case "substitute" -> substitution.apply(asked.get("data"));
            case "tolerance" -> tolerance(asked, substitution);
            case "validate" -> validate(asked.get("experiment"));
            case "configuration" -> configuration(asked);
            case "file" -> file(asked, folder);
            case "activity" -> activity(asked, configuration, secrets);
            default -> throw new IllegalArgumentException(folder + ": " + asked);
        };
    }

    private static Object tolerance(Map<?, ?> asked, Substitution substitution) {
        Problems problems = new Problems("case", pointer -> 0);
        new ToleranceRules(Mode.COMPAT, problems, (probe, pointer) -> {}).check(asked.get("tolerance"), "");
        refuse(problems);
        ToleranceResult result = new ToleranceChecker(Mode.COMPAT, substitution, probe -> {
                    throw new ActivityFailedException("no probes here");
                })
                .check(asked.get("tolerance"), asked.get("value"));
        return switch (result.outcome()) {
            case MET -> true;
            case NOT_MET -> false;
            case CRASHED -> "crash " + result.reason().replaceFirst(":.*", "").replaceFirst(".*\\.", "");
        };
    }

    private static Object validate(Object experiment) {
        Problems problems = new Problems("case", pointer -> 0);
        new ExperimentRules(Mode.COMPAT, problems, FUNCTIONS, module -> false).check(experiment);
        if (experiment instanceof Map<?, ?> root) {
            ConfigurationLoader loader = new ConfigurationLoader(Mode.COMPAT, Map.of(), problems);
            Configuration configuration = loader.configuration(
                    root.containsKey("configuration") ? root.get("configuration") : Map.of(), Overrides.NONE);
            Object secrets = root.containsKey("secrets") ? root.get("secrets") : Map.of();
            loader.secrets(secrets, Overrides.NONE, configuration.values());
        }
        refuse(problems);
        return "valid";
    }

    private static Object configuration(Map<?, ?> asked) {
        Problems problems = new Problems("case", pointer -> 0);
        Map<String, String> environment = new LinkedHashMap<>();
        map(asked.get("environment")).forEach((name, value) -> environment.put(name, String.valueOf(value)));
        List<String> variables = new ArrayList<>();
        if (asked.get("var") instanceof List<?> list) {
            list.forEach(variable -> variables.add(String.valueOf(variable)));
        }
        Overrides overrides = Overrides.of(variables, List.of(), Mode.COMPAT);
        ConfigurationLoader loader = new ConfigurationLoader(Mode.COMPAT, environment, problems);
        Map<String, Object> values =
                loader.configuration(asked.get("configuration"), overrides).values();
        Map<String, Object> secrets = loader.secrets(map(asked.get("secrets")), overrides, values);
        refuse(problems);
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put(
                "configuration",
                DynamicConfiguration.resolve(
                                values,
                                secrets,
                                Mode.COMPAT,
                                FUNCTIONS,
                                StartedProcesses.ofNewRun(),
                                new Cancellation())
                        .values());
        outcome.put("secrets", secrets);
        return outcome;
    }

    private static Object file(Map<?, ?> asked, Path folder) {
        Path file = folder.resolve(String.valueOf(asked.get("name")));
        try {
            Files.writeString(file, String.valueOf(asked.get("content")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DocumentReader(Mode.COMPAT).read(file, "case").root();
    }

    private static Object activity(Map<?, ?> asked, Map<String, Object> configuration, Map<String, Object> secrets) {
        RunScope scope = new RunScope(Mode.COMPAT, FUNCTIONS, configuration, secrets, Set.of());
        ActivityResult result = new ActivityExecutor(scope).execute(map(asked.get("activity")), new Cancellation());
        Map<String, Object> outcome = new LinkedHashMap<>();
        if (result.status() == ActivityResult.Status.ABORTED) {
            outcome.put("crash", result.reason().replaceFirst(":.*", "").replaceFirst(".*\\.", ""));
        } else {
            outcome.put("status", result.status().name().toLowerCase(Locale.ROOT));
            outcome.put("output", result.output());
        }
        return outcome;
    }

    private static void refuse(Problems problems) {
        if (!problems.none()) {
            throw new InvalidExperimentFileException(problems.list());
        }
    }

    private static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : Values.asMap(value);
    }
}
