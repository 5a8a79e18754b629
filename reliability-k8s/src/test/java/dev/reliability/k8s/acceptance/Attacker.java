package dev.reliability.k8s.acceptance;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.spi.FaultKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** An attack by a JVM of its own, which lasts until that is killed. */
final class Attacker {

    private Attacker() {}

    /** Starts one; what it says goes into {@code attacker.log} of the directory. */
    static Process start(Lab lab, Path directory, String kind, String target) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Attacker.class.getName(),
                        lab.kubeconfig().toString(),
                        lab.image(),
                        directory.toString(),
                        kind,
                        target)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("attacker.log").toFile())
                .start();
    }

    /** Arguments: kubeconfig, image, directory, kind of the fault, target. */
    public static void main(String[] arguments) {
        FaultSpec fault = arguments[3].equals(FaultKind.CPU_LOAD)
                ? FaultSpec.cpu("web", 1, 50)
                : FaultSpec.of(arguments[3], "web");
        System.out.println(Controller.experiment(Path.of(arguments[0]), arguments[1], Path.of(arguments[2]))
                .target("web", arguments[4])
                .attack(fault.duration("10m"))
                .evaluate(() -> new CountDownLatch(1).await())
                .message());
    }
}
