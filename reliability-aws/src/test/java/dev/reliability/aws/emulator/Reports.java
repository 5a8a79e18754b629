package dev.reliability.aws.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reliability.experiment.ExperimentResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what a run wrote down. */
public final class Reports {

    private Reports() {}

    /** Returns the errors, in seconds, of measurements of one kind in the journal. */
    public static List<Double> errorsIn(ExperimentResult result, String kind) {
        try {
            List<Double> errors = new ArrayList<>();
            JsonNode journal =
                    new ObjectMapper().readTree(result.journal().orElseThrow().toFile());
            journal.path("reliability").path(kind).forEach(one -> {
                if (!one.hasNonNull("error")) {
                    throw new IllegalStateException("the journal does not say how exactly this is known: " + one);
                }
                errors.add(one.path("error").asDouble());
            });
            return errors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
