package dev.reliability.faults;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.local.ManagedProcess;
import java.util.concurrent.CountDownLatch;

/** The main class of a JVM that is killed in the middle of an experiment: {@code DIRECTORY PID}. */
final class DoomedExperiment {

    private DoomedExperiment() {}

    public static void main(String[] arguments) {
        ManagedProcess service = ManagedProcess.command("sh", "-c", "echo pid=$$; echo ready; exec sleep 300")
                .name("service")
                .readyWhen("log:^ready$")
                .build();
        service.start();
        Reliability.experiment("doomed")
                .property("reliability.state", arguments[0] + "/state")
                .property("reliability.reports", arguments[0] + "/reports")
                .target("service", service)
                .attack(FaultSpec.processKill("process:" + arguments[1], "")
                        .text("signal", "STOP")
                        .duration("10m"))
                .attack(FaultSpec.cpu("service", 1, 10).duration("10m"))
                .evaluate(() -> {
                    System.out.println("service=" + service.pid());
                    new CountDownLatch(1).await();
                });
    }
}
