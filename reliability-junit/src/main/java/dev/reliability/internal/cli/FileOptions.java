package dev.reliability.internal.cli;

import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problem;
import dev.reliability.internal.chaostoolkit.configuration.Overrides;
import dev.reliability.internal.chaostoolkit.model.Strategies.HypothesisStrategy;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.chaostoolkit.run.Dry;
import dev.reliability.internal.chaostoolkit.run.RunOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of the Chaos Toolkit's {@code run}, by their names there. */
final class FileOptions {

    @Option(
            names = "--mode",
            paramLabel = "strict|compat",
            description = "As a test, where nothing passes that was not proven (default), or as the tool does it.")
    private String mode = "strict";

    @Option(
            names = "--rollback-strategy",
            paramLabel = "NAME",
            description = "default, always, never or deviated; wins over what the file says.")
    private @Nullable String rollbacks;

    @Option(
            names = "--hypothesis-strategy",
            paramLabel = "NAME",
            description = "default, before-method-only, after-method-only, during-method-only, continuously or skip;"
                    + " wins over what the file says.")
    private @Nullable String hypothesis;

    @Option(
            names = "--hypothesis-frequency",
            paramLabel = "SECONDS",
            description = "Pause between two checks of the hypothesis during the method; 1 by default.")
    private double frequency = 1;

    @Option(names = "--fail-fast", description = "Ends the method at the first deviation during it.")
    private boolean failFast;

    @Option(
            names = "--var",
            paramLabel = "NAME[:TYPE]=VALUE",
            description = "Sets a value of the configuration; type is str, int, float, bool, json or bytes.")
    private List<String> variables = List.of();

    @Option(
            names = "--var-file",
            paramLabel = "FILE",
            description =
                    "Takes configuration and secrets from JSON or YAML, or environment variables from an .env file.")
    private List<Path> variableFiles = List.of();

    @Option(
            names = "--control-file",
            paramLabel = "FILE",
            description = "Takes controls for every experiment from JSON or YAML.")
    private List<Path> controlFiles = List.of();

    @Option(
            names = "--dry",
            paramLabel = "WHAT",
            description = "Leaves out probes, actions, activities (both) or pause; a strict run proves nothing then.")
    private @Nullable String dry;

    @Option(names = "--no-verify-tls", description = "Trusts whoever serves the experiment at an https URL.")
    private boolean trusting;

    /** In files the tool takes {@code skip} as well. */
    private static final Set<String> CHOICES_OF_THE_TOOL =
            Set.of("default", "before-method-only", "after-method-only", "during-method-only", "continuously");

    Mode mode() {
        return mode.toUpperCase(Locale.ROOT).equals(Mode.COMPAT.name()) ? Mode.COMPAT : Mode.STRICT;
    }

    /**
     * Returns the options.
     *
     * @throws ParameterException if one has a value that it cannot have
     */
    RunOptions options(CommandLine command) {
        if (!List.of("strict", "compat").contains(mode)) {
            throw wrong(command, "--mode", mode, List.of("strict", "compat"));
        }
        if (!(frequency >= 0) || frequency > 86_400) {
            throw new ParameterException(
                    command, "--hypothesis-frequency=" + frequency + " is no pause of 0 to 86400 seconds");
        }
        checkVariables(command);
        checkFiles(command, "--var-file", variableFiles);
        checkFiles(command, "--control-file", controlFiles);
        RunOptions options = RunOptions.defaults()
                .mode(mode())
                .variables(variables)
                .variableFiles(variableFiles)
                .controlFiles(controlFiles)
                .hypothesisFrequency(Duration.ofNanos((long) (frequency * 1e9)))
                .failFast(failFast)
                .verifyTls(!trusting);
        if (rollbacks != null) {
            options = options.rollbackStrategy(
                    read(command, "--rollback-strategy", rollbacks, RollbackStrategy::of, RollbackStrategy.NAMES));
        }
        if (hypothesis != null) {
            if (mode() == Mode.COMPAT && hypothesis.equals("skip")) {
                throw wrong(command, "--hypothesis-strategy", hypothesis, CHOICES_OF_THE_TOOL);
            }
            options = options.hypothesisStrategy(read(
                    command, "--hypothesis-strategy", hypothesis, HypothesisStrategy::of, HypothesisStrategy.NAMES));
        }
        return dry == null ? options : options.dry(read(command, "--dry", dry, Dry::of, Dry.NAMES));
    }

    private void checkVariables(CommandLine command) {
        for (String variable : variables) {
            try {
                Overrides unused = Overrides.of(List.of(variable), List.of(), mode());
            } catch (InvalidExperimentFileException e) {
                Problem problem = e.problems().get(0);
                throw new ParameterException(command, problem.file() + ": " + problem.rule());
            }
        }
    }

    private static void checkFiles(CommandLine command, String option, List<Path> files) {
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new ParameterException(command, option + "=" + file + " does not exist");
            }
        }
    }

    private static <T> T read(
            CommandLine command,
            String option,
            String value,
            Function<String, Optional<T>> reader,
            Collection<String> names) {
        return reader.apply(value).orElseThrow(() -> wrong(command, option, value, names));
    }

    private static ParameterException wrong(
            CommandLine command, String option, String value, Collection<String> names) {
        return new ParameterException(
                command, option + "=" + value + " is not one of " + String.join(", ", new TreeSet<>(names)));
    }
}
