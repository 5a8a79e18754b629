package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.model.Activity;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two numbers are the bounds of a range for any other probe, but for a process they are two exit statuses. Whoever has it print a number
 * probably meant that one.
 */
final class RangeHint {
    private static final int HIGHEST_STATUS = 255;
    private static final String NUMBER = "[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?";

    private RangeHint() {}

    /** A warning, where a tolerance is probably not what its author thinks. */
    static Optional<String> of(Activity probe, @Nullable Object output) {
        boolean process = probe.definition().get("provider") instanceof Map<?, ?> provider
                && "process".equals(provider.get("type"));
        if (!process
                || !(probe.tolerance() instanceof List<?> tolerance)
                || tolerance.size() != 2
                || !tolerance.stream().allMatch(bound -> bound instanceof Number)
                || !(output instanceof Map<?, ?> result)) {
            return Optional.empty();
        }
        boolean printsNumber = PythonText.str(result.get("stdout")).strip().matches(NUMBER);
        boolean noStatus = !tolerance.stream().allMatch(RangeHint::isStatus);
        return printsNumber || noStatus
                ? Optional.of("WARNING: the tolerance " + PythonText.repr(tolerance) + " of \"" + probe.name()
                        + "\" means that the exit status is one of these; for a number that the process prints write"
                        + " {\"type\": \"range\", \"target\": \"stdout\", \"range\": " + PythonText.repr(tolerance)
                        + "}")
                : Optional.empty();
    }

    private static boolean isStatus(@Nullable Object bound) {
        return PythonValues.isInteger(bound)
                && PythonValues.lessOrEqual(0L, bound)
                && PythonValues.lessOrEqual(bound, (long) HIGHEST_STATUS);
    }
}
