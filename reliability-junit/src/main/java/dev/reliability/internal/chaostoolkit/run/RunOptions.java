package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.model.Strategies.HypothesisStrategy;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.internal.chaostoolkit.system.DeclaredSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How experiment files are run. Immutable; every method returns a changed copy. */
public final class RunOptions {
    private Mode mode = Mode.STRICT;
    private List<String> variables = List.of();
    private List<Path> variableFiles = List.of();
    private List<Path> controlFiles = List.of();
    private @Nullable HypothesisStrategy hypothesis;
    private Duration frequency = Duration.ofSeconds(1);
    private boolean failFast;
    private @Nullable RollbackStrategy rollbacks;
    private @Nullable Dry dry;
    private @Nullable Path settings;
    private @Nullable Path journal;
    private @Nullable String journalDirectory;
    private boolean verifyTls = true;
    private Function<String, Optional<String>> lookup = name -> Optional.empty();
    private Map<String, String> environment = System.getenv();
    private @Nullable DeclaredSystem system;
    private ClassLoader classLoader = RunOptions.class.getClassLoader();

    private RunOptions() {}

    /** Strict, as the file says, with the settings of system properties, environment and profile. */
    public static RunOptions defaults() {
        return new RunOptions();
    }

    private RunOptions(RunOptions other) {
        mode = other.mode;
        variables = other.variables;
        variableFiles = other.variableFiles;
        controlFiles = other.controlFiles;
        hypothesis = other.hypothesis;
        frequency = other.frequency;
        failFast = other.failFast;
        rollbacks = other.rollbacks;
        dry = other.dry;
        settings = other.settings;
        journal = other.journal;
        journalDirectory = other.journalDirectory;
        verifyTls = other.verifyTls;
        lookup = other.lookup;
        environment = other.environment;
        system = other.system;
        classLoader = other.classLoader;
    }

    /** Judged as a test, or as the tool does it. */
    public RunOptions mode(Mode newMode) {
        RunOptions copy = new RunOptions(this);
        copy.mode = newMode;
        return copy;
    }

    /** {@code --var name[:type]=value}, later ones win. */
    public RunOptions variables(List<String> newVariables) {
        RunOptions copy = new RunOptions(this);
        copy.variables = List.copyOf(newVariables);
        return copy;
    }

    /** {@code --var-file}: JSON, YAML or {@code .env}. */
    public RunOptions variableFiles(List<Path> files) {
        RunOptions copy = new RunOptions(this);
        copy.variableFiles = List.copyOf(files);
        return copy;
    }

    /** {@code --control-file}: controls of every experiment, by name. */
    public RunOptions controlFiles(List<Path> files) {
        RunOptions copy = new RunOptions(this);
        copy.controlFiles = List.copyOf(files);
        return copy;
    }

    /** {@code --hypothesis-strategy}, in place of what the file or the settings say. */
    public RunOptions hypothesisStrategy(HypothesisStrategy strategy) {
        RunOptions copy = new RunOptions(this);
        copy.hypothesis = strategy;
        return copy;
    }

    /** {@code --hypothesis-frequency}: the pause between two checks during the method; 1 s by default. */
    public RunOptions hypothesisFrequency(Duration pause) {
        RunOptions copy = new RunOptions(this);
        copy.frequency = pause;
        return copy;
    }

    /** {@code --fail-fast}: the first deviation during the method ends it. */
    public RunOptions failFast(boolean newFailFast) {
        RunOptions copy = new RunOptions(this);
        copy.failFast = newFailFast;
        return copy;
    }

    /** {@code --rollback-strategy}, in place of what the file or the settings say. */
    public RunOptions rollbackStrategy(RollbackStrategy strategy) {
        RunOptions copy = new RunOptions(this);
        copy.rollbacks = strategy;
        return copy;
    }

    /** {@code --dry}. */
    public RunOptions dry(Dry newDry) {
        RunOptions copy = new RunOptions(this);
        copy.dry = newDry;
        return copy;
    }

    /**
     * The tool's settings file, of which authentication, controls and strategies are read. None by default: a build must not
     * depend on the home directory of whoever runs it. The setting {@code reliability.files.settings} names one too.
     */
    public RunOptions settings(Path file) {
        RunOptions copy = new RunOptions(this);
        copy.settings = file;
        return copy;
    }

    /** {@code --journal-path}: the file itself. Wins over {@link #journalDirectory}. */
    public RunOptions journal(Path file) {
        RunOptions copy = new RunOptions(this);
        copy.journal = file;
        return copy;
    }

    /** Directory of {@code journal.json} below the report directory; made of the source's name by default. */
    public RunOptions journalDirectory(String directory) {
        RunOptions copy = new RunOptions(this);
        copy.journalDirectory = directory;
        return copy;
    }

    /** {@code --no-verify-tls} is {@code false}: only for fetching the experiment itself. */
    public RunOptions verifyTls(boolean verify) {
        RunOptions copy = new RunOptions(this);
        copy.verifyTls = verify;
        return copy;
    }

    /** Where settings are looked up before system properties, environment and profile, as JUnit's parameters are. */
    public RunOptions lookup(Function<String, Optional<String>> newLookup) {
        RunOptions copy = new RunOptions(this);
        copy.lookup = newLookup;
        return copy;
    }

    /** The variables that {@code env} entries see; those of this process by default. */
    public RunOptions environment(Map<String, String> variablesSeen) {
        RunOptions copy = new RunOptions(this);
        copy.environment = Map.copyOf(variablesSeen);
        return copy;
    }

    /** What functions find and attack; without targets by default. Attacks are reverted before the rollbacks are played. */
    public RunOptions system(DeclaredSystem newSystem) {
        RunOptions copy = new RunOptions(this);
        copy.system = newSystem;
        return copy;
    }

    /** Where functions and controls are found. */
    public RunOptions classLoader(ClassLoader loader) {
        RunOptions copy = new RunOptions(this);
        copy.classLoader = loader;
        return copy;
    }

    public Mode mode() {
        return mode;
    }

    boolean strict() {
        return mode == Mode.STRICT;
    }

    List<String> variables() {
        return variables;
    }

    List<Path> variableFiles() {
        return variableFiles;
    }

    List<Path> controlFiles() {
        return controlFiles;
    }

    Optional<HypothesisStrategy> hypothesis() {
        return Optional.ofNullable(hypothesis);
    }

    Duration frequency() {
        return frequency;
    }

    boolean failFast() {
        return failFast;
    }

    Optional<RollbackStrategy> rollbacks() {
        return Optional.ofNullable(rollbacks);
    }

    Optional<Dry> dry() {
        return Optional.ofNullable(dry);
    }

    Optional<Path> settings() {
        return Optional.ofNullable(settings)
                .or(() -> lookup.apply("reliability.files.settings").map(Path::of));
    }

    Optional<Path> journal() {
        return Optional.ofNullable(journal);
    }

    Optional<String> journalDirectory() {
        return Optional.ofNullable(journalDirectory);
    }

    boolean verifyTls() {
        return verifyTls;
    }

    Function<String, Optional<String>> lookup() {
        return lookup;
    }

    Map<String, String> environment() {
        return environment;
    }

    Optional<DeclaredSystem> system() {
        return Optional.ofNullable(system);
    }

    ClassLoader classLoader() {
        return classLoader;
    }
}
