package dev.reliability.aws.emulator;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.FaultSpec;
import dev.reliability.experiment.Reliability;
import dev.reliability.experiment.SteadyStateSpec;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.Observation;
import dev.reliability.spi.SharedClients;
import dev.reliability.spi.Target;
import dev.reliability.spi.UndoRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests on a stand-in, with databases among whatever else it knows. */
public abstract class OnStandIn {

    protected static final String REGION = "eu-west-1";

    protected final StandIn standIn;
    protected final DatabaseBooks databases;

    @TempDir
    protected Path directory;

    protected OnStandIn(StandIn standIn) {
        this.standIn = standIn;
        this.databases = new DatabaseBooks(standIn).cluster("books", "books-1", "books-2", "books-3");
    }

    @AfterEach
    void closeStandIn() {
        SharedClients.closeAll();
        standIn.close();
    }

    /** Begins an experiment with a fault that touches nothing. */
    protected ExperimentBuilder experiment() {
        return experiment(nothing());
    }

    /** A fault that touches nothing. */
    protected static FaultSpec nothing() {
        return FaultSpec.of("nothing", "rds-cluster:books").plannedBy((target, request) -> new Nothing(target));
    }

    /** Begins an experiment with a steady state that always holds. */
    protected ExperimentBuilder experiment(FaultSpec fault) {
        return Reliability.experiment("something fails over")
                .property("AWS_ENDPOINT_URL", standIn.url())
                .property("AWS_REGION", REGION)
                .property("reliability.reports", directory.resolve("reports").toString())
                .property("reliability.state", directory.resolve("state").toString())
                .steadyState(SteadyStateSpec.probe(
                                "somebody serves",
                                context -> timeout ->
                                        CompletableFuture.completedFuture(new Observation(true, "an answer", "none")))
                        .every("20ms"))
                .attack(fault);
    }

    private record Nothing(Target target) implements Fault {

        @Override
        public String description() {
            return "nothing done to " + target.name();
        }

        @Override
        public UndoRecord undo() {
            return new UndoRecord(description(), target.address(), Map.of());
        }

        @Override
        public void inject() {}

        @Override
        public Evidence evidence() {
            return Evidence.bite("nothing, as meant");
        }

        @Override
        public void revert() {}

        @Override
        public List<String> residue() {
            return List.of();
        }

        @Override
        public boolean answersAtOnce() {
            return true;
        }
    }
}
