package dev.reliability.internal.cli;

import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problem;
import dev.reliability.internal.chaostoolkit.run.ExperimentFiles;
import dev.reliability.internal.chaostoolkit.run.FileOutcome;
import dev.reliability.internal.chaostoolkit.run.LoadedExperiment;
import dev.reliability.internal.chaostoolkit.run.RunOptions;
import dev.reliability.internal.chaostoolkit.system.DeclaredSystem;
import dev.reliability.spi.PlanException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs experiment files, with the options of the Chaos Toolkit's own command. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs Chaos Toolkit experiments, JSON or YAML, one after the other; none of them if one is invalid.",
            "Rollbacks are also played after an interrupt or SIGTERM."
        },
        exitCodeListHeading = "%nExit codes (the highest priority of several files, in the order 5, 4, 3, 1):%n",
        exitCodeList = {
            "0:Every experiment passed.",
            "1:A hypothesis broke. In compat mode: everything for which the tool ends with 1.",
            "2:Arguments that make no sense.",
            "3:Inconclusive: an experiment proved nothing.",
            "4:Aborted: an experiment was stopped.",
            "5:Error: an action or a rollback failed, or something is left behind.",
            "6:A file is not a valid experiment; nothing was touched.",
            "128 and more:Ended by a signal, with its number added."
        })
final class RunCommand implements Callable<Integer> {

    private static final int INVALID = 6;
    private static final List<Integer> WORST_FIRST = List.of(5, 4, 3, 1);
    private static final Pattern OTHERS = Pattern.compile("[^A-Za-z0-9._-]+");
    private static final Pattern ENDING = Pattern.compile("\\.(json|ya?ml)$");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private StateOption state = new StateOption();

    @Mixin
    private SystemOptions system = new SystemOptions();

    @Mixin
    private FileOptions files = new FileOptions();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files, or http(s) URLs, of experiments.")
    private List<String> sources = List.of();

    @Option(
            names = "--journal-path",
            paramLabel = "FILE",
            description =
                    "Where the journal goes; ./journal.json by default. Of several experiments each has its own name added.")
    private Path journal = Path.of("journal.json");

    @Option(
            names = "--list-functions",
            description = "Shows the functions that experiments may call, with their parameters, and runs nothing.")
    private boolean listing;

    @Override
    public Integer call() throws Exception {
        Optional<Integer> elsewhere = system.elsewhere(Objects.requireNonNull(spec));
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (sources.isEmpty() && !listing) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "Missing required parameter: 'FILE'");
        }
        RunOptions options =
                files.options(Objects.requireNonNull(spec).commandLine()).lookup(this::setting);
        Map<LoadedExperiment, Path> loaded = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        try (URLClassLoader loader = withWorkingDirectory()) {
            Thread.currentThread().setContextClassLoader(loader);
            if (listing) {
                ExperimentFiles.functions(loader).forEach(out::println);
                out.flush();
                return 0;
            }
            Set<String> names = new HashSet<>();
            for (String source : sources) {
                load(source, unlikeOthers(name(source), names), options, loader, loaded, problems);
            }
            if (!problems.isEmpty()) {
                problems.forEach(out::println);
                out.println(problems.size() + (problems.size() == 1 ? " problem." : " problems.")
                        + " Nothing was touched.");
                out.flush();
                return files.mode() == Mode.COMPAT ? 1 : INVALID;
            }
            return run(loaded, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void load(
            String source,
            String name,
            RunOptions options,
            ClassLoader loader,
            Map<LoadedExperiment, Path> loaded,
            List<String> problems) {
        try {
            Path path = sources.size() == 1 ? journal : beside(name);
            String attacks = stem(path) + "-attacks";
            DeclaredSystem system = new DeclaredSystem(source, attacks, Map.of(), Map.of(), this::setting);
            RunOptions own = options.system(system)
                    .environment(system.environment(Set.of()))
                    .classLoader(loader)
                    .journalDirectory(name);
            loaded.put(ExperimentFiles.load(source, own.journal(path)), path);
        } catch (InvalidExperimentFileException e) {
            e.problems().stream().map(Problem::toString).forEach(problems::add);
        } catch (InvalidPlanException e) {
            e.problems().forEach(problem -> problems.add(source + ": " + problem));
        } catch (PlanException e) {
            e.problems().forEach(problem -> problems.add(source + ": " + problem));
        }
    }

    private Integer run(Map<LoadedExperiment, Path> loaded, PrintWriter out) {
        List<Integer> codes = new ArrayList<>();
        loaded.forEach((experiment, path) -> {
            try {
                FileOutcome outcome = experiment.run(line -> {
                    out.println("[" + LocalDateTime.now(ZoneId.systemDefault()).format(TIME) + " INFO] " + line);
                    out.flush();
                });
                if (files.mode() == Mode.COMPAT) {
                    out.println(outcome.message());
                }
                codes.add(outcome.exitCode());
            } catch (InvalidExperimentFileException | InvalidPlanException e) {
                out.println(e.getMessage());
                codes.add(INVALID);
            }
            out.println("Journal: " + path);
            out.flush();
        });
        return WORST_FIRST.stream().filter(codes::contains).findFirst().orElse(codes.contains(INVALID) ? INVALID : 0);
    }

    private Optional<String> setting(String name) {
        return switch (name) {
            case "reliability.reports" ->
                Optional.of(Objects.requireNonNull(journal.toAbsolutePath().getParent())
                        .toString());
            case "reliability.state" -> Optional.of(state.directory().toString());
            default -> Optional.ofNullable(system.given().get(name));
        };
    }

    /** Returns what tells the journals of several experiments apart. */
    private static String name(String source) {
        String last = source.substring(source.replace('\\', '/').lastIndexOf('/') + 1);
        return OTHERS.matcher(ENDING.matcher(last).replaceFirst("")).replaceAll("-");
    }

    private static String unlikeOthers(String name, Set<String> names) {
        String free = name;
        for (int i = 2; !names.add(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    private Path beside(String name) {
        String stem = stem(journal);
        String extension = String.valueOf(journal.getFileName()).substring(stem.length());
        return journal.resolveSibling(stem + "-" + name + extension);
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static URLClassLoader withWorkingDirectory() {
        try {
            return new URLClassLoader(
                    new URL[] {Path.of("").toAbsolutePath().toUri().toURL()}, RunCommand.class.getClassLoader());
        } catch (MalformedURLException e) {
            throw new IllegalStateException("the working directory has no URL", e);
        }
    }
}
