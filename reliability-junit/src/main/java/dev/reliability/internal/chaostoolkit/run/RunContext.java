package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.experiment.ExperimentResult.Finding;
import dev.reliability.experiment.Verdict;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.model.ExperimentFile;
import dev.reliability.internal.chaostoolkit.provider.ActivityExecutor;
import dev.reliability.internal.chaostoolkit.provider.RunScope;
import dev.reliability.internal.chaostoolkit.provider.StartedProcesses;
import dev.reliability.internal.chaostoolkit.substitution.Substitution;
import dev.reliability.internal.chaostoolkit.system.DeclaredSystem;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.internal.runner.Participant.Reason;
import dev.reliability.internal.runner.StatusLine;
import dev.reliability.spi.ExperimentSystem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What the parts of one run share: the file, its values, its journal, and what was found on the way. */
final class RunContext {
    final ExperimentFile file;
    final Mode mode;
    final Optional<Dry> dry;
    final boolean failFast;
    final StartedProcesses processes;
    final Masking masking;
    final ToolJournal journal;
    final Controls controls;

    private final FunctionRegistry functions;
    private final RunListener listener;
    private final List<String> variableFiles;
    private final Optional<DeclaredSystem> system;
    private int undone;
    private final List<String> playing = new CopyOnWriteArrayList<>();
    private final List<Reason> reasons = new CopyOnWriteArrayList<>();
    private volatile RunScope scope;
    private volatile ActivityExecutor executor;
    private volatile @Nullable String interruption;
    private volatile boolean undoneAll;
    private volatile boolean undoneAndChanged;
    private volatile Runnable writer = () -> {};

    RunContext(
            ExperimentFile file,
            Map<String, @Nullable Object> configuration,
            FunctionRegistry functions,
            RunOptions options,
            Controls.Kit kit,
            StartedProcesses processes,
            RunListener listener) {
        this.file = file;
        this.failFast = options.failFast();
        this.processes = processes;
        this.mode = options.mode();
        this.dry = options.dry();
        this.functions = functions;
        this.listener = listener;
        this.variableFiles = options.variableFiles().stream()
                .map(path -> path.toAbsolutePath().toString())
                .toList();
        this.masking = new Masking(file.secrets());
        this.system = options.system();
        this.scope = scope(configuration, file.secrets());
        scope.environment().putAll(file.environment());
        this.executor = new ActivityExecutor(scope);
        Map<String, @Nullable Object> copy = Values.mutable(file.source());
        copy.put("title", shown().apply(copy.get("title")));
        copy.put("dry", dry.map(Dry::text).orElse(null));
        Map<String, @Nullable Object> masked = masking.map(copy);
        masked.computeIfPresent(
                "secrets", (key, written) -> Masking.definitions(file.source().get(key)));
        this.journal = new ToolJournal(masked, masking);
        this.controls = new Controls(this, kit);
    }

    /** The files with values from outside, for those who need these again. */
    List<String> variableFiles() {
        return variableFiles;
    }

    boolean strict() {
        return mode == Mode.STRICT;
    }

    private RunScope scope(Map<String, @Nullable Object> configuration, Map<String, @Nullable Object> secrets) {
        ExperimentSystem seen = system.isPresent() ? system.get() : ExperimentSystem.NONE;
        return new RunScope(mode, functions, configuration, secrets, file.written(), seen, processes);
    }

    /** Reverts what functions attacked, and notes what went wrong with it. Idempotent. */
    synchronized void undoAttacks() {
        List<Finding> findings;
        try {
            findings = system.map(DeclaredSystem::undo).orElse(List.of());
        } catch (RuntimeException e) {
            found(Verdict.ERROR, "what functions attacked could not be reverted: " + e, e);
            return;
        }
        for (Finding finding : findings.subList(Math.min(undone, findings.size()), findings.size())) {
            String text = finding.message().replaceFirst("^" + finding.verdict() + ": ", "");
            found(
                    finding.verdict(),
                    text.endsWith(".") ? text.substring(0, text.length() - 1) : text,
                    finding.cause().orElse(null));
        }
        undone = findings.size();
    }

    boolean hasAttacked() {
        return system.filter(DeclaredSystem::hasAttacked).isPresent();
    }

    /**
     * The method is undone.
     *
     * @param changing whether that changed anything
     */
    void undone(boolean changing) {
        undoneAndChanged = changing;
        undoneAll = true;
    }

    boolean isUndone() {
        return undoneAll;
    }

    boolean undoingChangedAnything() {
        return undoneAndChanged;
    }

    /** The title with values in place of references; secrets are hidden. */
    String title() {
        return masking.text(PythonText.str(shown().apply(file.title())));
    }

    /** Substitution for texts that are shown. */
    private Substitution shown() {
        return new Substitution(scope.configuration(), Masking.hidden(scope.secrets()));
    }

    RunScope scope() {
        return scope;
    }

    ActivityExecutor executor() {
        return executor;
    }

    /** Changes the configuration for whatever begins from now on. */
    synchronized void configuration(String name, @Nullable Object value) {
        Map<String, @Nullable Object> changed = Values.mutable(scope.configuration());
        changed.put(name, value);
        RunScope next = scope(changed, scope.secrets());
        next.environment().putAll(scope.environment());
        scope = next;
        executor = new ActivityExecutor(next);
    }

    /** Shows a line to whoever listens. */
    void say(String text) {
        String masked = masking.text(text);
        synchronized (listener) {
            StatusLine.CONSOLE.line(() -> listener.line(masked));
        }
    }

    /** Tells whether whoever listens shows the message of a run that did not pass anyway. */
    boolean showsFailures() {
        return listener.showsFailures();
    }

    void found(Verdict verdict, String text, @Nullable Throwable cause) {
        reasons.add(new Reason(verdict, masking.text(text), cause));
    }

    List<Reason> reasons() {
        return List.copyOf(reasons);
    }

    /** Something is being played, which the run waits for; it is over when what is returned is run. */
    Runnable playing(String what) {
        String masked = masking.text(what);
        playing.add(masked);
        return () -> playing.remove(masked);
    }

    /** What is being played by now. */
    List<String> playing() {
        return List.copyOf(playing);
    }

    /** A control, or somebody outside, ends the experiment; the first reason counts. */
    synchronized void interrupt(String reason) {
        if (interruption == null) {
            interruption = reason;
        }
    }

    boolean isInterrupted() {
        return interruption != null;
    }

    void writer(Runnable newWriter) {
        writer = newWriter;
    }

    /** Something happened that the journal tells: it will be on disk soon. */
    void touched() {
        writer.run();
    }
}
