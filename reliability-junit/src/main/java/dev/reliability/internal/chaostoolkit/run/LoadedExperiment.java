package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.ExperimentResult;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.experiment.When;
import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Problem;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.model.Activity;
import dev.reliability.internal.chaostoolkit.model.ExperimentFile;
import dev.reliability.internal.chaostoolkit.model.Hypothesis;
import dev.reliability.internal.chaostoolkit.model.Strategies.HypothesisStrategy;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.chaostoolkit.provider.StartedProcesses;
import dev.reliability.internal.runner.ExperimentRunner;
import dev.reliability.internal.runner.FrontDoor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An experiment file without mistakes, ready to be run; any number of times. */
public final class LoadedExperiment {
    private static final String TARGET = "experiment";

    /** How long after the rollbacks the hypothesis may take to hold again. */
    private static final String RECOVERY = "reliability.files.recover-within";

    private final String source;
    private final ExperimentFile file;
    private final RunOptions options;
    private final FunctionRegistry functions;
    private final Controls.Kit controls;
    private final ToolSettings settings;
    private final Consumer<Map<String, @Nullable Object>> valueCheck;

    /**
     * @param valueCheck throws if something is wrong with a configuration whose values are all known
     */
    LoadedExperiment(
            String source,
            ExperimentFile file,
            RunOptions options,
            FunctionRegistry functions,
            Controls.Kit controls,
            ToolSettings settings,
            Consumer<Map<String, @Nullable Object>> valueCheck) {
        this.valueCheck = valueCheck;
        this.source = source;
        this.file = file;
        this.options = options;
        this.functions = functions;
        this.controls = controls;
        this.settings = settings;
    }

    /** The title as written. */
    public String title() {
        return file.title();
    }

    public String description() {
        return file.description();
    }

    public List<String> tags() {
        return file.tags();
    }

    /** The file or URL, as the user named it. */
    public String source() {
        return source;
    }

    /**
     * Runs it and waits for its end. Never throws for what the experiment does.
     *
     * @throws InvalidExperimentFileException if a probe of the configuration gave nothing (strict); nothing was touched
     * @throws dev.reliability.experiment.InvalidPlanException if it cannot be run as it is set up; nothing was touched
     */
    public FileOutcome run(RunListener listener) {
        StartedProcesses processes = StartedProcesses.ofNewRun();
        RunContext run = new RunContext(
                file, configuration(processes, listener), functions, options, controls, processes, listener);
        HypothesisStrategy when = hypothesisStrategy();
        RollbackStrategy rollbacks = rollbackStrategy();
        run.say("Experiment: " + run.title());
        MethodPlay method = new MethodPlay(run);
        Optional<Hypothesis> probed = file.hypothesis()
                .filter(hypothesis -> !hypothesis.probes().isEmpty() && when != HypothesisStrategy.SKIP);
        Optional<HypothesisCheck> check =
                probed.map(hypothesis -> new HypothesisCheck(run, hypothesis, () -> deviated(run, method)));
        boolean judges = check.isPresent() && judges(when);
        FileChapters chapters = new FileChapters(run, options.journal());
        FrontDoor door = new FrontDoor(
                new FileDisplay(run), chapters, new FileParticipant(run, method, rollbacks, check, judges, chapters));
        Experiment plan = plan(run, when, probed, check, new FileTarget(canonical(), run, method, rollbacks));
        ExperimentResult result = ExperimentRunner.carryOut(plan, door, method::play);
        FileOutcome outcome = Outcomes.of(run, result);
        run.say("Ended: " + outcome.status() + (outcome.deviated() ? ", deviated" : ""));
        return outcome;
    }

    private static boolean judges(HypothesisStrategy when) {
        return when.during() || when.after();
    }

    private String canonical() {
        return Sources.canonical(source);
    }

    private void deviated(RunContext run, MethodPlay method) {
        if (options.failFast()) {
            if (run.strict()) {
                method.endEarly();
            } else {
                run.journal.status("failed");
            }
        }
    }

    private Experiment plan(
            RunContext run,
            HypothesisStrategy when,
            Optional<Hypothesis> hypothesis,
            Optional<HypothesisCheck> check,
            FileTarget target) {
        String name = Path.of(Sources.isUrl(source) ? "/" : source).getFileName() == null
                ? "experiment"
                : String.valueOf(Path.of(source).getFileName());
        ExperimentBuilder plan = Reliability.experiment(run.title())
                .parameters(options.lookup())
                .journal(options.journalDirectory().orElse(name.replaceAll("[^A-Za-z0-9._-]+", "-")));
        Set<When> parts = EnumSet.noneOf(When.class);
        if (when.before()) {
            parts.add(When.BEFORE);
        }
        if (when.during()) {
            parts.add(When.DURING);
        }
        if (when.after()) {
            parts.add(When.AFTER);
        }
        if (check.isPresent() && hypothesis.isPresent() && !parts.isEmpty()) {
            plan.steadyState(SteadyStateSpec.probe(
                            escaped(run.masking.text(hypothesis.get().title())), context -> check.get())
                    .checked()
                    .every(text(options.frequency()))
                    .timeout("24h")
                    // the tool never looks again once the rollbacks were played
                    .recoverWithin(run.strict() && judges(when) ? "${" + RECOVERY + ":30s}" : "0s")
                    .when(parts));
        }
        boolean injects = !run.strict()
                || !file.rollbacks().isEmpty()
                || file.method().stream().anyMatch(Activity::isAction);
        if (injects) {
            plan.target(TARGET, target).attack(FaultSpec.of("method", TARGET).name("the method"));
        }
        return plan.build();
    }

    /** Placeholders of the plan are not those of the file. */
    private static String escaped(String text) {
        return text.replace("${", "$ {");
    }

    private static String text(Duration duration) {
        return Math.max(1, duration.toMillis()) + "ms";
    }

    private HypothesisStrategy hypothesisStrategy() {
        return options.hypothesis()
                .or(() -> file.strategies().hypothesis())
                .or(() -> hasRuntime() ? Optional.empty() : settings.hypothesis())
                .orElse(HypothesisStrategy.DEFAULT);
    }

    /** As the tool has it: an experiment that says anything about its runtime takes no strategy from the settings. */
    private RollbackStrategy rollbackStrategy() {
        return options.rollbacks()
                .or(() -> file.strategies().rollbacks())
                .or(() -> hasRuntime() ? Optional.empty() : settings.rollbacks())
                .orElse(RollbackStrategy.DEFAULT);
    }

    private boolean hasRuntime() {
        return file.source().get("runtime") instanceof Map<?, ?> runtime && !runtime.isEmpty();
    }

    private Map<String, @Nullable Object> configuration(StartedProcesses processes, RunListener listener) {
        DynamicConfiguration.Result result = DynamicConfiguration.resolve(
                file.configuration(), file.secrets(), options.mode(), functions, processes, new Cancellation());
        Masking masking = new Masking(file.secrets());
        List<Problem> problems = new ArrayList<>();
        for (String failure : result.failures()) {
            listener.line(masking.text("No value for " + failure));
            int colon = failure.indexOf(": ");
            problems.add(new Problem(
                    file.file(),
                    0,
                    failure.substring(0, colon),
                    masking.text("the probe gave no value: " + failure.substring(colon + 2))));
        }
        if (options.strict() && !problems.isEmpty()) {
            throw new InvalidExperimentFileException(problems);
        }
        if (options.strict() && !result.values().equals(file.configuration())) {
            valueCheck.accept(result.values());
        }
        return result.values();
    }
}
