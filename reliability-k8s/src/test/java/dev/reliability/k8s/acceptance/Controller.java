package dev.reliability.k8s.acceptance;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A run in a JVM of its own, which lives until it is killed. */
final class Controller {

    private Controller() {}

    static ExperimentBuilder experiment(Path kubeconfig, String image, Path directory) {
        return Reliability.experiment("pods")
                .property("KUBECONFIG", kubeconfig.toString())
                .property("reliability.k8s.image", image)
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("reliability.lease", "2s");
    }

    /**
     * Starts one that cuts a target off from an address. It has a session of its own: where the group of the build has no parent in
     * its session, the kernel would hang up on all of that group once a frozen one is in it.
     */
    static Process blackhole(Lab lab, Path directory, String target, String address, String... more)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "setsid",
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Controller.class.getName(),
                lab.kubeconfig().toString(),
                lab.image(),
                directory.toString(),
                target,
                address);
        builder.command().addAll(List.of(more));
        return builder.redirectErrorStream(true).start();
    }

    /** Arguments: kubeconfig, image, directory, target, address, and properties as {@code NAME=VALUE}. */
    public static void main(String[] arguments) {
        ExperimentBuilder experiment = experiment(Path.of(arguments[0]), arguments[1], Path.of(arguments[2]))
                .target("web", arguments[3]);
        for (int i = 5; i < arguments.length; i++) {
            String[] property = arguments[i].split("=", 2);
            experiment.property(property[0], property[1]);
        }
        System.out.println("STARTED");
        System.out.println(experiment
                .attack(FaultSpec.blackhole("web")
                        .list("addresses", List.of(arguments[4]))
                        .list("ports", List.of("7007"))
                        .duration("10m"))
                .evaluate(() -> {
                    System.out.println("BEGUN");
                    new CountDownLatch(1).await();
                })
                .message());
    }
}
