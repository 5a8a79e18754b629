package dev.reliability.internal.chaostoolkit.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A valid experiment file, ready to be run.
 *
 * @param file the file as the user named it
 * @param source the whole document as written, for the journal; immutable
 * @param title before substitution
 * @param configuration resolved, except for probes, which stand in it as written
 * @param written names of the configuration whose values stand in the file itself
 * @param secrets resolved, by group; never to be shown
 * @param environment variables for processes from {@code .env} files
 * @param controls of the experiment as a whole
 */
public record ExperimentFile(
        String file,
        Map<String, @Nullable Object> source,
        String title,
        String description,
        List<String> tags,
        Optional<Hypothesis> hypothesis,
        List<Activity> method,
        List<Activity> rollbacks,
        Map<String, @Nullable Object> configuration,
        Set<String> written,
        Map<String, @Nullable Object> secrets,
        Map<String, String> environment,
        List<Control> controls,
        Strategies strategies) {

    @Override
    public String toString() {
        return file + " (" + title + ")";
    }
}
