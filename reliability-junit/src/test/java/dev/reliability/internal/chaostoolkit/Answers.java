package dev.reliability.internal.chaostoolkit;

import dev.reliability.internal.chaostoolkit.provider.ActivityFailedException;
import dev.reliability.internal.chaostoolkit.substitution.Substitution;
import dev.reliability.internal.chaostoolkit.tolerance.ToleranceChecker;
import dev.reliability.internal.chaostoolkit.tolerance.ToleranceResult;
import dev.reliability.internal.chaostoolkit.validation.ToleranceRules;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Our side of the differential test: the outcome of one case in compat mode. */
final class Answers {
    /** Marks what is refused on purpose although the tool accepts it. */
    static final String UNSUPPORTED = "cannot be run here";

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
        return comparable(outcome);
    }

    /** Leaves out what is worded differently on purpose: messages, and which exception refuses a file. */
    static Object comparable(Object outcome) {
        Map<String, Object> kept = Values.mutable(Values.asMap(outcome));
        Object message = kept.remove("message");
        if (String.valueOf(kept.get("raises")).matches("Invalid.*|refused")) {
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
            default -> throw new IllegalArgumentException(folder + ": " + asked);
        };
    }

    private static Object tolerance(Map<?, ?> asked, Substitution substitution) {
        Problems problems = new Problems("case", pointer -> 0);
        new ToleranceRules(Mode.COMPAT, problems, (probe, pointer) -> {}).check(asked.get("tolerance"), "");
        if (!problems.none()) {
            throw new InvalidExperimentFileException(problems.list());
        }
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

    private static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : Values.asMap(value);
    }
}
