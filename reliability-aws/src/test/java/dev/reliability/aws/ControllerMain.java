package dev.reliability.aws;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.spi.Observation;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A run that stops an instance and keeps it down until it is killed: ENDPOINT REGION TARGET STATE. */
final class ControllerMain {

    private ControllerMain() {}

    public static void main(String[] arguments) {
        untilKilled(arguments[0], arguments[1], arguments[3], FaultSpec.shutdown(arguments[2]), experiment -> {});
    }

    /** Keeps a fault in force until this JVM is killed; users notice nothing. */
    static void untilKilled(
            String endpoint, String region, String state, FaultSpec fault, Consumer<ExperimentBuilder> more) {
        ExperimentBuilder experiment = Reliability.experiment("killed")
                .property("AWS_ENDPOINT_URL", endpoint)
                .property("AWS_REGION", region)
                .property("reliability.state", state)
                .property("reliability.reports", state + "/reports")
                .steadyState(SteadyStateSpec.probe(
                                "somebody serves",
                                context -> timeout ->
                                        CompletableFuture.completedFuture(new Observation(true, "an answer", "none")))
                        .every("20ms"))
                .attack(fault);
        more.accept(experiment);
        experiment.evaluate(() -> Thread.sleep(600_000));
    }
}
