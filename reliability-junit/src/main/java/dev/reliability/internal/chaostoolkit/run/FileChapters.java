package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.internal.runner.Chapters;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The journal of an experiment file, in the tool's layout. */
record FileChapters(RunContext run, Optional<Path> file) implements Chapters {

    @Override
    public Map<String, Object> of(@Nullable ExperimentResult result) {
        Map<String, Object> chapters = run.journal.chapters();
        if (!run.strict()) {
            chapters.put("status", run.journal.status());
        }
        chapters.put("deviated", run.journal.hasDeviated());
        return chapters;
    }

    @Override
    public void writtenBy(Runnable writeSoon) {
        run.writer(writeSoon);
    }
}
