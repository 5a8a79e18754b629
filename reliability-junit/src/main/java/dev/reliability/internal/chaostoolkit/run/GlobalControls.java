package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problem;
import dev.reliability.internal.chaostoolkit.document.Document;
import dev.reliability.internal.chaostoolkit.document.DocumentReader;
import dev.reliability.internal.chaostoolkit.document.Pointers;
import dev.reliability.internal.chaostoolkit.model.Control;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The controls of every experiment: those of the settings, then those of control files. */
final class GlobalControls {
    private final List<Control> controls = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final RunOptions options;
    private final ControlRegistry registry;

    private GlobalControls(RunOptions options, ControlRegistry registry) {
        this.options = options;
        this.registry = registry;
    }

    /**
     * Reads them all.
     *
     * @throws InvalidExperimentFileException if one has no module, or strictly, one that nobody implements
     */
    static List<Control> of(ToolSettings settings, RunOptions options, ControlRegistry registry) {
        GlobalControls all = new GlobalControls(options, registry);
        all.add(settings.controls(), String.valueOf(options.settings().orElse(Path.of(""))), "/controls");
        for (Path file : options.controlFiles()) {
            Document document = new DocumentReader(Mode.COMPAT).read(file, file.toString());
            Map<String, Object> root = Values.asMap(document.root());
            all.add(root == null ? Map.of() : root, file.toString(), "");
        }
        if (!all.problems.isEmpty()) {
            throw new InvalidExperimentFileException(all.problems);
        }
        return List.copyOf(all.controls);
    }

    private void add(Map<String, @Nullable Object> named, String file, String pointer) {
        named.forEach((name, written) -> {
            String at = Pointers.child(pointer, name);
            Map<String, Object> control = Values.asMap(written);
            Map<String, Object> provider = control == null ? null : Values.asMap(control.get("provider"));
            if (control == null || provider == null || !(provider.get("module") instanceof String module)) {
                problems.add(new Problem(file, 0, at, "a control has a provider with a module"));
                return;
            }
            if (options.strict() && !registry.knows(module)) {
                problems.add(new Problem(
                        file,
                        0,
                        at + "/provider/module",
                        "the control module '" + module + "' has no implementation here"));
                return;
            }
            if (options.strict()) {
                registry.problems(module, control)
                        .forEach(problem ->
                                problems.add(new Problem(file, 0, at, "the control '" + name + "': " + problem)));
            }
            Map<String, Object> arguments = Values.asMap(provider.get("arguments"));
            controls.add(new Control(
                    at,
                    name,
                    module,
                    arguments == null ? Map.of() : arguments,
                    Optional.ofNullable(control.get("scope")).map(String::valueOf),
                    true));
        });
    }
}
