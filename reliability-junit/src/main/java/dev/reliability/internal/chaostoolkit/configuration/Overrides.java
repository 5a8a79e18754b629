package dev.reliability.internal.chaostoolkit.configuration;

import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problem;
import dev.reliability.internal.chaostoolkit.document.Document;
import dev.reliability.internal.chaostoolkit.document.DocumentReader;
import dev.reliability.internal.chaostoolkit.value.PythonConversion;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values from outside of the experiment: {@code --var name[:type]=value} and {@code --var-file}.
 *
 * @param configuration by name; a value may itself be a definition such as {@code {type: env, key: ...}}
 * @param secrets by group
 * @param environment variables of {@code .env} files
 */
public record Overrides(
        Map<String, @Nullable Object> configuration,
        Map<String, @Nullable Object> secrets,
        Map<String, String> environment) {

    public static final Overrides NONE = new Overrides(Map.of(), Map.of(), Map.of());

    /**
     * Reads the options of the command line; later ones win, variables win over files.
     *
     * @throws InvalidExperimentFileException naming the option or file that cannot be read
     */
    public static Overrides of(List<String> variables, List<Path> files, Mode mode) {
        Map<String, @Nullable Object> configuration = new LinkedHashMap<>();
        Map<String, @Nullable Object> secrets = new LinkedHashMap<>();
        Map<String, String> environment = new LinkedHashMap<>();
        for (Path file : files) {
            if (mode == Mode.COMPAT) {
                asTheTool(file, configuration, secrets, environment);
            } else if (isDocument(file.toString().toLowerCase(Locale.ROOT))) {
                document(new DocumentReader(mode).read(file, file.toString()), configuration, secrets);
            } else {
                environment.putAll(dotEnv(file));
            }
        }
        for (String variable : variables) {
            variable(variable, configuration);
        }
        return new Overrides(configuration, secrets, environment);
    }

    private static boolean isDocument(String name) {
        return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static void document(
            Document document, Map<String, @Nullable Object> configuration, Map<String, @Nullable Object> secrets) {
        configuration.putAll(section(document, "configuration"));
        secrets.putAll(section(document, "secrets"));
    }

    /** What is empty is nothing, what cannot be read is left out, and what holds no values is a list of variables. */
    private static void asTheTool(
            Path file,
            Map<String, @Nullable Object> configuration,
            Map<String, @Nullable Object> secrets,
            Map<String, String> environment) {
        Document document = null;
        if (!Files.isRegularFile(file) || isEmpty(file)) {
            return;
        }
        if (isDocument(file.toString())) {
            try {
                document = new DocumentReader(Mode.COMPAT).read(file, file.toString());
            } catch (InvalidExperimentFileException e) {
                return;
            }
        }
        if (document == null || !PythonValues.truth(document.root())) {
            environment.putAll(dotEnv(file));
        } else {
            document(document, configuration, secrets);
        }
    }

    private static boolean isEmpty(Path file) {
        try {
            return Files.size(file) == 0;
        } catch (IOException e) {
            throw refused(file.toString(), 0, "", "cannot be read: " + e);
        }
    }

    private static void variable(String option, Map<String, @Nullable Object> configuration) {
        int equals = option.indexOf('=');
        if (equals < 0) {
            throw refused("--var " + option, 0, "", "a variable is written name[:type]=value");
        }
        String name = option.substring(0, equals);
        int colon = name.lastIndexOf(':');
        try {
            configuration.put(
                    colon < 0 ? name : name.substring(0, colon),
                    PythonConversion.convert(
                            colon < 0 ? null : name.substring(colon + 1), option.substring(equals + 1)));
        } catch (PythonError e) {
            throw refused("--var " + name, 0, "", String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, @Nullable Object> section(Document document, String name) {
        Map<String, Object> root = Values.asMap(document.root());
        Map<String, Object> section = root == null ? null : Values.asMap(root.getOrDefault(name, Map.of()));
        if (section == null) {
            throw refused(
                    document.file(),
                    document.line("/" + name),
                    root == null ? "" : "/" + name,
                    "a variable file has the objects configuration and secrets");
        }
        return section;
    }

    private static Map<String, String> dotEnv(Path file) {
        Map<String, String> variables = new LinkedHashMap<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                String text = line.strip();
                if (text.isEmpty() || text.startsWith("#")) {
                    continue;
                }
                int equals = text.indexOf('=');
                if (equals < 0) {
                    throw refused(file.toString(), number, "", "a line of an .env file is written NAME=value");
                }
                variables.put(text.substring(0, equals), text.substring(equals + 1));
            }
        } catch (IOException e) {
            throw refused(file.toString(), 0, "", "cannot be read: " + e);
        }
        return variables;
    }

    private static InvalidExperimentFileException refused(String file, int line, String pointer, String rule) {
        return new InvalidExperimentFileException(List.of(new Problem(file, line, pointer, rule)));
    }
}
