package dev.reliability.internal.runner;

import dev.reliability.experiment.ExperimentResult;
import dev.reliability.internal.time.Wake;
import java.io.IOException;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A run from the sweep of what is old to its result, in one piece or in two around the body. */
final class Conduct {

    private final Execution execution;
    private final Claim claim;
    private final Wake wake;
    private final JournalWriter journal;
    private final Progress progress;
    private @Nullable Throwable failure;

    Conduct(Execution execution, Claim claim, Wake wake) {
        this.execution = execution;
        this.claim = claim;
        this.wake = wake;
        HttpClients.prepare();
        this.journal = new JournalWriter(execution, Instant.now());
        this.progress = new Progress(
                execution.plan.title(), execution.door.display(), execution.ticker, new Outlook(execution)::text);
        if (execution.plan.attacks()) {
            execution.console.onEvent(journal::writeSoon);
        }
        execution.door.chapters().writtenBy(journal::writeSoon);
    }

    Execution execution() {
        return execution;
    }

    /** Goes through all of it. */
    ExperimentResult whole(BooleanSupplier bodyWasLetIn) {
        attempt(() -> {
            claim.sweep(execution);
            HttpClients.awaitPrepared();
            execution.run(claim.intents());
        });
        return end(bodyWasLetIn.getAsBoolean());
    }

    /** Goes as far as the body, where no fault is to be injected. {@return whether the body is to be run} */
    boolean untilBody() {
        boolean[] steady = new boolean[1];
        attempt(() -> steady[0] = execution.untilBody());
        return steady[0];
    }

    /** Goes on after the body, or without it. */
    ExperimentResult afterBody(boolean bodyWasLetIn) {
        attempt(execution::afterBody);
        return end(bodyWasLetIn);
    }

    private void attempt(Part part) {
        try {
            part.go();
        } catch (RuntimeException | Error | IOException e) {
            failure = failure == null ? e : failure;
        }
    }

    private ExperimentResult end(boolean bodyWasLetIn) {
        try (progress) {
            finish(bodyWasLetIn);
        }
        return Results.of(execution, failure, journal);
    }

    private void finish(boolean bodyWasLetIn) {
        execution.stage = Stage.END;
        if (bodyWasLetIn) {
            awaitBody();
        }
        execution.close();
        attempt(() -> execution.door.participant().ended(execution.stops.stopped()));
        execution.hearing.ask(execution);
        claim.close();
    }

    /** The faults are undone by now; a body that outlives the deadline is interrupted and no longer waited for. */
    private void awaitBody() {
        long deadline =
                execution.stops.begin() + execution.plan.settings().deadline().toNanos();
        boolean over =
                wake.awaitUntil(() -> execution.body.isEnded() || execution.stops.stopped(), deadline, Execution.IDLE);
        if (!over) {
            execution.stops.stop("reliability.deadline, which the test body outlived");
        }
        if (execution.stops.stopped()) {
            execution.body.interrupt();
        }
        wake.awaitUntil(
                execution.body::isEnded, execution.ticker.nanos() + Execution.PATIENCE.toNanos(), Execution.IDLE);
    }

    private interface Part {
        void go() throws IOException;
    }
}
