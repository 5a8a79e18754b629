package shop;

import dev.reliability.junit.ExperimentFiles;
import org.junit.jupiter.api.Test;

/** A class that has experiments of every ending, a place without any, and a test. */
@ExperimentFiles({"mixed-experiments", "nowhere"})
class MixedExperimentsIT extends ExperimentsIT {

    @Test
    void method() {}
}
