package dev.reliability.k8s.acceptance;

import java.nio.file.Path;

/** The same on a real cluster. */
@NeedsCluster
class ClusterPodFaultsIT extends PodFaultsSuite {

    @Override
    Lab open(Path scratch) {
        return new ClusterLab();
    }
}
