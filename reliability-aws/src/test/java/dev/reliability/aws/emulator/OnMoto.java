package dev.reliability.aws.emulator;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.spi.Observation;
import dev.reliability.spi.SharedClients;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests on the books of the emulator, in a region of their own, behind a proxy that they can tell what to answer. */
@NeedsMoto
public abstract class OnMoto {

    protected final Books books = new Books(Moto.region());
    protected final Proxy proxy = new Proxy(Moto.url());

    @TempDir
    protected Path directory;

    @AfterEach
    void closeEmulator() {
        SharedClients.closeAll();
        proxy.close();
        books.close();
    }

    /** Begins an experiment on these books, with a steady state that always holds. */
    protected ExperimentBuilder experiment(FaultSpec fault) {
        return Reliability.experiment("an instance is lost")
                .property("AWS_ENDPOINT_URL", proxy.url())
                .property("AWS_REGION", books.region())
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("reliability.state", directory.resolve("state").toString())
                .steadyState(SteadyStateSpec.probe(
                                "somebody serves",
                                context -> timeout ->
                                        CompletableFuture.completedFuture(new Observation(true, "an answer", "none")))
                        .every("20ms"))
                .attack(fault);
    }
}
