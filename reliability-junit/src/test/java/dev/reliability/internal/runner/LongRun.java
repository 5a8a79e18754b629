package dev.reliability.internal.runner;

import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.spi.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** A run in a JVM of its own that goes on until a file is there. */
final class LongRun {

    private LongRun() {}

    public static void main(String[] args) {
        Path directory = Path.of(args[0]);
        Reliability.experiment("long")
                .property("reliability.state", directory.resolve("state").toString())
                .property("reliability.reports", directory.resolve("reports").toString())
                .steadyState(SteadyStateSpec.probe(
                        "users",
                        context -> timeout -> CompletableFuture.completedFuture(new Observation(true, "good", "good"))))
                .run(() -> {
                    Files.createFile(directory.resolve("begun"));
                    Awaitility.await()
                            .atMost(Duration.ofMinutes(2))
                            .until(() -> Files.exists(directory.resolve("end")));
                });
    }
}
