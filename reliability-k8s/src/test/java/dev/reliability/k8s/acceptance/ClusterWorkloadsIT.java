package dev.reliability.k8s.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same on a real cluster of one node. */
@NeedsCluster
class ClusterWorkloadsIT extends WorkloadsSuite {

    @Override
    Lab open(Path scratch) {
        ClusterLab lab = new ClusterLab();
        // a cluster of more nodes has more users, whose pods a drain would move
        boolean alone = lab.client().nodes().list().getItems().size() == 1;
        if (!alone) {
            lab.close();
        }
        assumeTrue(alone, "needs a cluster of one node, which it drains");
        return lab;
    }

    @Override
    List<String> eventsOfADrain() {
        // the kubelet and the scheduler write events in different forms
        return List.of("Killing", "FailedScheduling");
    }

    @Test
    void aSweepPutsBackWhateverMomentTheControllerDied(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong(1000));
        System.out.println("kills by chance, seed " + seed);
        Random random = new Random(seed);
        workload("Deployment", "web", 2);
        String node = node();
        for (int i = 0; i < Integer.getInteger("kills", 4); i++) {
            boolean drains = i % 2 == 0;
            String target = drains ? "k8s:node/" + node : inNamespace("app=web");
            Path run = Files.createDirectory(directory.resolve("kill" + i));
            Process attacker = Attacker.start(lab(), run, drains ? "drain" : "shutdown", target);
            attacker.waitFor(500 + random.nextInt(3000), TimeUnit.MILLISECONDS);
            attacker.destroyForcibly().waitFor();
            sweep(target);
            ready("web", 2);
            assertNothingIsLeft();
        }
    }
}
