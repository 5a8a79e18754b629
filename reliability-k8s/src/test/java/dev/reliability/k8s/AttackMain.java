package dev.reliability.k8s;

import dev.reliability.experiment.FaultSpec;
import java.nio.file.Path;
import java.time.Duration;

/** Attacks a target until it is killed. */
final class AttackMain {

    private AttackMain() {}

    public static void main(String[] arguments) {
        ClusterTests.experiment(Path.of(arguments[0]), Path.of(arguments[1]))
                .property("target.it", arguments[3])
                .property("target.it.select", arguments.length > 4 ? arguments[4] : "all")
                .attack(FaultSpec.of(arguments[2], "it"))
                .evaluate(() -> Thread.sleep(Duration.ofMinutes(5).toMillis()));
    }
}
