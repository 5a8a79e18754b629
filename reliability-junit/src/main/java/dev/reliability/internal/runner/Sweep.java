package dev.reliability.internal.runner;

import dev.reliability.internal.journal.DeadRuns;
import dev.reliability.internal.journal.Intent;
import dev.reliability.internal.plan.BackEnds;
import dev.reliability.internal.plan.Names;
import dev.reliability.internal.time.Calls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Undoes what dead runs left before a run begins. A back end that does not answer keeps nobody from the rest. */
final class Sweep {

    /** How long all of it may take together; a host takes minutes to start. */
    private static final Duration LIMIT = Duration.ofMinutes(6);

    /** How long each may take, whatever the others took. */
    private static final Duration LEAST = Duration.ofSeconds(5);

    private final Path state;
    private final Names names;
    private final Duration limit;
    private final Duration least;

    Sweep(Path state, Names names) {
        this(state, names, LIMIT, LEAST);
    }

    Sweep(Path state, Names names, Duration limit, Duration least) {
        this.state = state;
        this.names = names;
        this.limit = limit;
        this.least = least;
    }

    List<DeadRuns.Swept> run() throws IOException {
        long until = System.nanoTime() + limit.toNanos();
        return new DeadRuns(state, intent -> undo(intent, until)).sweep();
    }

    private List<String> undo(Intent intent, long until) throws Exception {
        long left = Math.max(least.toNanos(), until - System.nanoTime());
        return Calls.within(Duration.ofNanos(left), () -> BackEnds.undo(intent, names));
    }
}
