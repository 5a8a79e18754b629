package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.model.Activity;
import dev.reliability.internal.chaostoolkit.model.Strategies.RollbackStrategy;
import dev.reliability.spi.Evidence;
import dev.reliability.spi.Fault;
import dev.reliability.spi.UndoRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The method and the rollbacks of a file as one fault: the method is played by the body of the run while it is in force, its
 * evidence is what the actions say of themselves, and its revert are the rollbacks.
 */
final class FileFault implements Fault {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<String> UNREVERTED = Set.of("failed", "interrupted");

    private final RunContext run;
    private final MethodPlay method;
    private final RollbackStrategy strategy;
    private final FileTarget target;
    private @Nullable List<String> left;
    private volatile List<String> stays = List.of();

    private volatile boolean injected;

    FileFault(RunContext run, MethodPlay method, RollbackStrategy strategy, FileTarget target) {
        this.run = run;
        this.method = method;
        this.strategy = strategy;
        this.target = target;
    }

    @Override
    public String description() {
        return "the method";
    }

    @Override
    public UndoRecord undo() {
        return UndoNotes.write(run, strategy, target);
    }

    @Override
    public void inject() {
        // The body of the run plays the method: it takes its time, and must end when the run is stopped.
        injected = true;
    }

    @Override
    public boolean awaitsTraffic() {
        return true;
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }

    @Override
    public Evidence evidence() {
        long actions = method.actions();
        int succeeded = method.succeededActions();
        String count = succeeded + " of " + actions + (actions == 1 ? " action" : " actions") + " succeeded";
        boolean nothingToDo = actions == 0 && method.hasBegun() && method.leftOut() == 0;
        boolean bitten = succeeded > 0 || nothingToDo && !run.strict();
        if (method.hasEndedEarly()) {
            return Evidence.bite("the hypothesis broke, " + count)
                    .with("actions", actions)
                    .with("succeeded", succeeded);
        }
        if (bitten) {
            return Evidence.bite(count).with("actions", actions).with("succeeded", succeeded);
        }
        String why = method.leftOut() > 0 ? "this was a dry run" : "no action succeeded";
        return Evidence.none("changed nothing", nothingToDo ? "it has no action" : why);
    }

    @Override
    public Duration evidenceInterval() {
        // The runner looks once more as soon as the method is over; until then nobody waits for it.
        return Duration.ofMillis(100);
    }

    @Override
    public Duration timeToProve() {
        // The deadline of the run comes first, however long the pauses of the method are.
        return Duration.ofDays(1);
    }

    @Override
    public boolean mayHeal() {
        return false;
    }

    @Override
    public Duration expectedTimeToHeal() {
        // How long all rollbacks together may take; they are played once.
        return Duration.ofMinutes(15);
    }

    @Override
    public synchronized void revert() {
        if (left != null || !injected) {
            return;
        }
        boolean early = !method.isOver();
        method.cancel();
        if (!method.awaitOver(PATIENCE)) {
            run.say("An activity of the method does not end");
        }
        if (early) {
            run.journal.status("interrupted");
        }
        run.undoAttacks();
        boolean plays = play(early);
        run.processes.undoing();
        List<String> problems = new ArrayList<>(plays ? new RollbackPlay(run).play() : List.of());
        List<String> running = run.strict() ? run.processes.leftByMethod() : List.of();
        if (run.strict()) {
            problems.addAll(endOrName(running, plays));
        }
        run.undone(plays && (!run.file.rollbacks().isEmpty() || !running.isEmpty()) || run.hasAttacked());
        left = problems;
    }

    /** What the method left running is ended with it, unless somebody wants its effects to stay. */
    private List<String> endOrName(List<String> running, boolean plays) {
        List<String> named = new ArrayList<>();
        List<String> notEnded = List.of();
        if (!plays) {
            leftOut().ifPresent(named::add);
            if (!running.isEmpty()) {
                named.add("the method left running " + String.join(", ", running));
            }
        } else if (!running.isEmpty()) {
            run.say("Ending what the method left running: " + String.join(", ", running));
            notEnded = run.processes.endWhatTheMethodLeft();
        }
        List<String> restarted = run.processes.leftByRollbacks();
        if (!restarted.isEmpty()) {
            named.add("the rollbacks left running " + String.join(", ", restarted));
        }
        stays = List.copyOf(named);
        return notEnded.stream()
                .map(process -> process + " of the method is still running, end it with kill -9")
                .toList();
    }

    private Optional<String> leftOut() {
        List<Activity> rollbacks = run.file.rollbacks();
        if (rollbacks.isEmpty()) {
            return Optional.empty();
        }
        String names = rollbacks.stream()
                .map(rollback -> "\"" + rollback.name() + "\"")
                .collect(Collectors.joining(", "));
        return Optional.of(run.masking.text((rollbacks.size() == 1 ? "the rollback " : "the rollbacks ") + names
                + (rollbacks.size() == 1 ? " was" : " were") + " not played (strategy " + strategyName() + ")"));
    }

    private String strategyName() {
        return strategy.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<String> stays() {
        return stays;
    }

    private boolean play(boolean early) {
        boolean wanted =
                switch (strategy) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case DEVIATED -> run.journal.hasDeviated() || run.strict() && (early || method.hasFailed());
                    // Whoever is stopped from outside has no say in what the file's author wanted: nothing may stay.
                    case DEFAULT -> run.strict() || early || !UNREVERTED.contains(String.valueOf(run.journal.status()));
                };
        if (!wanted) {
            run.say("The rollbacks are not played: strategy " + strategyName()
                    + (run.strict() ? "" : ", status " + run.journal.status()));
        }
        return wanted;
    }

    @Override
    public synchronized List<String> residue() {
        // the tool takes no notice of rollbacks that fail
        return left == null || !run.strict() ? List.of() : left;
    }
}
