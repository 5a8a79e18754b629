package dev.reliability.k8s.acceptance;

import java.nio.file.Path;

/** Pods are network namespaces of this machine; what runs in them are real processes. */
@NeedsNamespaces
class StandInPodFaultsIT extends PodFaultsSuite {

    @Override
    Lab open(Path scratch) {
        return new StandInLab(scratch);
    }
}
