package dev.reliability.internal.engine;

import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.internal.chaostoolkit.InvalidExperimentFileException;
import dev.reliability.internal.chaostoolkit.Mode;
import dev.reliability.internal.chaostoolkit.Problem;
import dev.reliability.internal.chaostoolkit.run.ExperimentFiles;
import dev.reliability.internal.chaostoolkit.run.FileOutcome;
import dev.reliability.internal.chaostoolkit.run.RunListener;
import dev.reliability.internal.chaostoolkit.run.RunOptions;
import dev.reliability.internal.chaostoolkit.system.DeclaredSystem;
import dev.reliability.internal.evidence.FileContent;
import dev.reliability.internal.evidence.Manifest;
import dev.reliability.internal.evidence.Manifest.Invocation;
import dev.reliability.internal.jupiter.ReportEntries;
import dev.reliability.internal.jupiter.Verdicts;
import dev.reliability.junit.InvalidExperimentException;
import dev.reliability.junit.Runbook;
import dev.reliability.spi.PlanException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;

/** One run of an experiment file, from reading it to telling JUnit and the gate how it ended. */
final class FileExecution {

    private static final String FILES_OF_JUNIT =
            "(?s)org/junit/platform/engine/reporting/FileEntry|.*EngineExecutionListener[.]fileEntryPublished[(].*";

    private final FileDescriptor test;
    private final FilesDescriptor container;
    private final EngineContext context;
    private final ConfigurationParameters parameters;

    FileExecution(FileDescriptor test, EngineContext context) {
        this.test = test;
        this.container = test.container();
        this.context = context;
        this.parameters = context.parameters();
    }

    void run() throws Exception {
        Optional<Proof> proof = container.named() ? Optional.of(new Proof()) : Optional.empty();
        FileOutcome outcome;
        try {
            outcome = outcome();
        } catch (RuntimeException | Error e) {
            proof.ifPresent(one -> one.failedToStart(e));
            throw e;
        }
        proof.ifPresent(one -> one.ended(outcome));
        ReportEntries.of(outcome.result())
                .forEach(entry -> context.listener().reportingEntryPublished(test, ReportEntry.from(entry)));
        outcome.journal().ifPresent(journal -> attach(context.listener(), test, journal));
        // in compat mode the tool's word counts, not the runner's
        Optional<Throwable> failure =
                container.mode() == Mode.STRICT ? Verdicts.toThrow(outcome.result(), runbook()) : outcome.failure();
        if (failure.isPresent()) {
            if (failure.get() instanceof Error error) {
                throw error;
            }
            throw (Exception) failure.get();
        }
    }

    static void attach(EngineExecutionListener listener, TestDescriptor test, Path journal) {
        try {
            listener.fileEntryPublished(test, FileEntry.from(journal, "application/json"));
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            // before JUnit 5.12 tests have no files, and experiment files need nothing else of it
            if (!String.valueOf(e.getMessage()).matches(FILES_OF_JUNIT)) {
                throw e;
            }
        }
    }

    private Optional<String> runbook() {
        return Optional.ofNullable(container.testClass().getAnnotation(Runbook.class))
                .map(Runbook::value);
    }

    private FileOutcome outcome() {
        try {
            return ExperimentFiles.load(shown(), options()).run(new Console());
        } catch (InvalidExperimentFileException e) {
            throw new InvalidExperimentException(
                    e.problems().stream().map(Problem::toString).toList());
        } catch (InvalidPlanException e) {
            throw new InvalidExperimentException(e.problems());
        } catch (PlanException e) {
            throw new InvalidExperimentException(e.problems());
        }
    }

    private RunOptions options() {
        String journal = journal();
        DeclaredSystem system = container.system().declared(test.getDisplayName(), journal, parameters::get);
        return RunOptions.defaults()
                .mode(container.mode())
                .variables(container.variables())
                .lookup(parameters::get)
                .environment(system.environment(parameters.keySet()))
                .classLoader(loader())
                .journalDirectory(journal)
                .system(system);
    }

    private ClassLoader loader() {
        ClassLoader own = container.testClass().getClassLoader();
        return own == null || !container.named() ? Containers.loader() : own;
    }

    /** Returns the file as messages name it: relative to where the build runs, if it is below. */
    private String shown() {
        if (test.file().archived()) {
            return test.file().path().toUri().toString();
        }
        Path file = test.file().path().toAbsolutePath();
        Path here = Path.of("").toAbsolutePath();
        return (file.startsWith(here) ? here.relativize(file) : file).toString();
    }

    private String journal() {
        String name = container.named()
                ? test.file().name()
                : String.valueOf(test.file().path().getFileName());
        return Stream.of(name.split("/"))
                .map(part -> part.replaceAll("[^A-Za-z0-9._-]+", "-"))
                .filter(part -> !part.matches("\\.*"))
                .collect(Collectors.joining("/", container.testClass().getName() + "/", ""));
    }

    /** A strict run throws the runner's message, so its lines need not repeat it. */
    private final class Console implements RunListener {

        @Override
        public void line(String text) {
            System.out.println(text);
        }

        @Override
        public boolean showsFailures() {
            return container.mode() == Mode.STRICT;
        }
    }

    /** What the gate will be told. */
    private final class Proof {

        private final Manifest manifest;
        private final Invocation invocation;

        Proof() {
            manifest = Manifest.in(parameters::get);
            manifest.testedFrom(container.testClass());
            invocation = Invocation.now(
                    test.getUniqueId().toString(),
                    container.testClass(),
                    test.file().name(),
                    test.getDisplayName(),
                    FileContent.fingerprint(test.file().path()));
        }

        void failedToStart(Throwable thrown) {
            String verdict = thrown instanceof InvalidPlanException ? "INVALID" : "ERROR";
            manifest.verdict(invocation, verdict, String.valueOf(thrown.getMessage()), false, Optional.empty());
        }

        void ended(FileOutcome outcome) {
            manifest.verdict(
                    invocation,
                    outcome.verdict().name(),
                    outcome.passed() ? "" : outcome.message(),
                    !outcome.result().faults().isEmpty(),
                    outcome.journal());
        }
    }
}
