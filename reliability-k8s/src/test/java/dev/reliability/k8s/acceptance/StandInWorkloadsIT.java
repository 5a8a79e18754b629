package dev.reliability.k8s.acceptance;

import java.nio.file.Path;
import java.util.List;

/** Pods here are objects alone. */
class StandInWorkloadsIT extends WorkloadsSuite {

    @Override
    Lab open(Path scratch) {
        return new StandInLab(scratch);
    }

    @Override
    List<String> eventsOfADrain() {
        return List.of();
    }
}
