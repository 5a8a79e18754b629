package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.function.FunctionRegistry;
import dev.reliability.internal.chaostoolkit.model.ExperimentFile;
import java.util.List;

/** An experiment file without mistakes, ready to be run; any number of times. */
public final class LoadedExperiment {
    private final String source;
    private final ExperimentFile file;
    private final RunOptions options;
    private final FunctionRegistry functions;

    LoadedExperiment(String source, ExperimentFile file, RunOptions options, FunctionRegistry functions) {
        this.source = source;
        this.file = file;
        this.options = options;
        this.functions = functions;
    }

    /** The title, with values in place of references where these are known before the run. */
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
     * @throws dev.reliability.experiment.InvalidPlanException if it cannot be run as it is set up; nothing was touched
     */
    public FileOutcome run(RunListener listener) {
        throw new UnsupportedOperationException(file + " " + options + functions + listener);
    }
}
