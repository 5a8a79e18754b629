package dev.reliability.aws;

import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.spi.Observation;
import java.util.concurrent.CompletableFuture;

/** A run that stops an instance and keeps it down until it is killed: ENDPOINT REGION TARGET STATE. */
final class ControllerMain {

    private ControllerMain() {}

    public static void main(String[] arguments) {
        Reliability.experiment("killed")
                .property("AWS_ENDPOINT_URL", arguments[0])
                .property("AWS_REGION", arguments[1])
                .property("reliability.state", arguments[3])
                .property("reliability.reports", arguments[3] + "/reports")
                .steadyState(SteadyStateSpec.probe(
                                "somebody serves",
                                context -> timeout ->
                                        CompletableFuture.completedFuture(new Observation(true, "an answer", "none")))
                        .every("20ms"))
                .attack(FaultSpec.shutdown(arguments[2]))
                .evaluate(() -> Thread.sleep(600_000));
    }
}
