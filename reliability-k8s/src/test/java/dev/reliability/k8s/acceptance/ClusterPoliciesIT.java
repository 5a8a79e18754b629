package dev.reliability.k8s.acceptance;

import java.nio.file.Path;

/** The same on a real cluster, whose network plugin must enforce NetworkPolicies. */
@NeedsCluster
class ClusterPoliciesIT extends PoliciesSuite {

    @Override
    Lab open(Path scratch) {
        return new ClusterLab();
    }
}
