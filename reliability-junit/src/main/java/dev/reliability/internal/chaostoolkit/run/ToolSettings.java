package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.document.DocumentReader;
import dev.reliability.internal.chaostoolkit.model.Strategies.HypothesisStrategy;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tool's settings file, where one is named. */
final class ToolSettings {
    static final ToolSettings NONE = new ToolSettings(Map.of());

    private final Map<String, @Nullable Object> root;

    ToolSettings(Map<String, @Nullable Object> root) {
        this.root = root;
    }

    /**
     * Reads the file that the options name.
     *
     * @throws dev.reliability.internal.chaostoolkit.InvalidExperimentFileException if it is not a well-formed document
     */
    static ToolSettings of(RunOptions options) {
        if (options.settings().isEmpty()) {
            return NONE;
        }
        Path file = options.settings().get();
        Map<String, Object> root = Values.asMap(
                new DocumentReader(Mode.COMPAT).read(file, file.toString()).root());
        return root == null ? NONE : new ToolSettings(root);
    }

    Optional<HypothesisStrategy> hypothesis() {
        return strategy("hypothesis").flatMap(HypothesisStrategy::of);
    }

    Optional<RollbackStrategy> rollbacks() {
        return strategy("rollbacks").flatMap(RollbackStrategy::of);
    }

    private Optional<Object> strategy(String part) {
        return root.get("runtime") instanceof Map<?, ?> runtime && runtime.get(part) instanceof Map<?, ?> settings
                ? Optional.ofNullable(settings.get("strategy"))
                : Optional.empty();
    }

    /** The controls of every experiment, as a settings file names them. */
    Map<String, @Nullable Object> controls() {
        Map<String, Object> controls = Values.asMap(root.get("controls"));
        return controls == null ? Map.of() : controls;
    }

    /** The value of the header {@code Authorization} for a host and port. */
    Optional<String> authorization(String authority) {
        return root.get("auths") instanceof Map<?, ?> auths && auths.get(authority) instanceof Map<?, ?> auth
                ? Optional.of(auth.get("type") + " " + auth.get("value"))
                : Optional.empty();
    }
}
