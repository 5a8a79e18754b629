package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.configuration.Overrides;
import dev.reliability.internal.chaostoolkit.document.Document;
import dev.reliability.internal.chaostoolkit.document.DocumentReader;
import dev.reliability.internal.chaostoolkit.function.Arguments;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.model.Control;
import dev.reliability.internal.chaostoolkit.model.ExperimentFile;
import dev.reliability.internal.chaostoolkit.validation.ExperimentLoader;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.spi.ExperimentSystem;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

/** The entry for experiment files: reads them, and hands out what can be run. */
public final class ExperimentFiles {
    /** To look through a class path takes longer than most experiments. */
    private static final Map<ClassLoader, Extensions> EXTENSIONS = Collections.synchronizedMap(new WeakHashMap<>());

    private ExperimentFiles() {}

    private record Extensions(FunctionRegistry functions, ControlRegistry controls) {}

    /**
     * What a file says about itself, read without checking anything else; for lists of files.
     *
     * @param title as written; the source's name where there is none
     * @param tags texts only
     */
    public record Header(String title, String description, List<String> tags) {}

    /**
     * Reads and checks an experiment. Nothing is touched.
     *
     * @param source a file, or an http or https URL
     * @throws InvalidExperimentFileException with all problems of the experiment
     */
    public static LoadedExperiment load(String source, RunOptions options) {
        Extensions extensions = extensions(options.classLoader());
        FunctionRegistry functions = extensions.functions();
        Overrides overrides = Overrides.of(options.variables(), options.variableFiles(), options.mode());
        ControlRegistry controls = extensions.controls();
        ToolSettings settings = ToolSettings.of(options);
        List<Control> global = GlobalControls.of(settings, options, controls);
        ExperimentSystem system =
                options.system().isPresent() ? options.system().get() : ExperimentSystem.NONE;
        ExperimentLoader loader =
                new ExperimentLoader(options.mode(), functions, options.environment(), controls, Optional.of(system));
        Controls.Kit kit = new Controls.Kit(controls, global);
        Document document = new LoadingControls(Sources.shown(source), options.strict(), kit)
                .around(() -> Sources.isUrl(source)
                        ? Sources.fetch(source, options, settings)
                        : new DocumentReader(options.mode()).read(Path.of(source), source));
        ExperimentFile file = loader.load(document, overrides);
        return new LoadedExperiment(
                source, file, options, functions, kit, settings, values -> loader.checkValues(file, values));
    }

    private static Extensions extensions(ClassLoader classLoader) {
        return EXTENSIONS.computeIfAbsent(
                classLoader, loader -> new Extensions(FunctionRegistry.load(loader), ControlRegistry.load(loader)));
    }

    /** The functions that experiments may call, a line each: {@code time.sleep(seconds: a number)}. */
    public static List<String> functions(ClassLoader loader) {
        return extensions(loader).functions().all().stream()
                .map(function -> function
                        + function.parameters().stream()
                                .map(Arguments::shown)
                                .collect(Collectors.joining(", ", "(", ")")))
                .toList();
    }

    /**
     * Reads the header of a local file.
     *
     * @throws InvalidExperimentFileException when it is not a well-formed document
     */
    public static Header header(Path file) {
        Map<String, Object> root = Values.asMap(
                new DocumentReader(Mode.COMPAT).read(file, file.toString()).root());
        Object tags = root == null ? null : root.get("tags");
        return new Header(
                text(root, "title", String.valueOf(file.getFileName())),
                text(root, "description", ""),
                tags instanceof List<?> list
                        ? list.stream()
                                .filter(String.class::isInstance)
                                .map(String.class::cast)
                                .toList()
                        : List.of());
    }

    private static String text(
            @org.jspecify.annotations.Nullable Map<String, @org.jspecify.annotations.Nullable Object> root,
            String key,
            String otherwise) {
        return root != null && root.get(key) instanceof String text && !text.isBlank() ? text : otherwise;
    }
}
