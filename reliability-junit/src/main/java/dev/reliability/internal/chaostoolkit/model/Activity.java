package dev.reliability.internal.chaostoolkit.model;

import dev.reliability.internal.chaostoolkit.value.PythonText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of an experiment.
 *
 * @param pointer JSON pointer of the step itself, also where it refers to another one
 * @param reference the name it refers to, where it does
 * @param written the step as it stands in the file; immutable
 * @param definition what it refers to, or itself; immutable
 */
public record Activity(
        String pointer,
        Optional<String> reference,
        Map<String, @Nullable Object> written,
        Map<String, @Nullable Object> definition,
        List<Control> controls) {

    public String name() {
        return PythonText.str(definition.get("name"));
    }

    /** Whether it acts on the system; a probe only looks. */
    public boolean isAction() {
        return "action".equals(definition.get("type"));
    }

    /** Whether what comes next does not wait for it; what refers to such a step says so itself. */
    public boolean background() {
        return Boolean.TRUE.equals(written.get("background"));
    }

    /** The pause before in seconds, before substitution: a number or a template; {@code null} for none. */
    public @Nullable Object pauseBefore() {
        return pause("before");
    }

    /** The pause after in seconds, before substitution: a number or a template; {@code null} for none. */
    public @Nullable Object pauseAfter() {
        return pause("after");
    }

    /** The tolerance of the hypothesis probe that it is, or that it refers to. */
    public @Nullable Object tolerance() {
        return definition.get("tolerance");
    }

    /** The tolerance that stands in the step itself, also where it refers to another one. */
    public @Nullable Object ownTolerance() {
        return written.get("tolerance");
    }

    private @Nullable Object pause(String which) {
        return definition.get("pauses") instanceof Map<?, ?> pauses ? pauses.get(which) : null;
    }
}
