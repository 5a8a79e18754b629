package dev.reliability.samples.bookstore;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** The steps of the pipeline as its two descriptions name them: the script and its arguments. */
final class PipelineSteps {

    static final String JENKINS = "Jenkinsfile";
    static final String ACTIONS = "bookstore.yml";

    private static final Pattern STEP = Pattern.compile("'\"\\$PIPELINE\"/([a-z-]+\\.sh)((?: [a-z-]+)*)'");

    private PipelineSteps() {}

    /** All steps of a description, in their order. */
    static List<String> of(String file) throws IOException {
        return STEP.matcher(Files.readString(Releases.PIPELINE.resolve(file)))
                .results()
                .map(match -> match.group(1) + match.group(2))
                .toList();
    }

    /** Those that a change of the Bookstore goes through. */
    static List<String> ofAChange(String file) throws IOException {
        return of(file).stream().filter(step -> !step.endsWith(" nightly")).toList();
    }
}
