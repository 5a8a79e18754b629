package dev.reliability.internal.chaostoolkit.run;

import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.model.Activity;
import dev.reliability.internal.chaostoolkit.provider.ActivityResult;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.time.Threads;
import dev.reliability.spi.ControlCall.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plays single activities: controls, pauses, dry runs, and the entry in the journal. */
final class ActivityPlayer {
    /** How long the end of what is ended may take: a tree of processes more than a function. */
    private static final Duration GRACE = Duration.ofSeconds(12);

    private static final Duration FUNCTION_GRACE = Duration.ofSeconds(2);

    /** In seconds; what lasts longer cannot even be asked of an operating system. */
    private static final double LONGEST_PAUSE = 9e9;

    private final RunContext run;

    ActivityPlayer(RunContext run) {
        this.run = run;
    }

    /** What came of an activity, with its entry in the journal. */
    record Played(Entry entry, ActivityResult result) {
        boolean crashed(boolean compat, Cancellation cancellation) {
            return compat && result.status() == ActivityResult.Status.ABORTED && !cancellation.isCancelled();
        }
    }

    /** An activity that could not even begin. The tool ends with a traceback here. */
    static final class UnplayableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnplayableException(String reason) {
            super(reason);
        }

        /** The same, for whatever was thrown. */
        static UnplayableException of(RuntimeException thrown) {
            if (thrown instanceof UnplayableException known) {
                return known;
            }
            UnplayableException unplayable = new UnplayableException(reason(thrown));
            unplayable.initCause(thrown);
            return unplayable;
        }

        static String reason(RuntimeException thrown) {
            return thrown instanceof UnplayableException ? String.valueOf(thrown.getMessage()) : thrown.toString();
        }
    }

    /**
     * Plays an activity to its end, or until it is cancelled.
     *
     * @param begun is given the entry when the activity begins
     * @throws dev.reliability.spi.InterruptExperimentException if a control ends the experiment
     */
    Played play(Activity activity, Consumer<Entry> begun, Cancellation cancellation) {
        Entry[] entry = new Entry[1];
        Runnable over = run.playing((activity.isAction() ? "the action \"" : "the probe \"") + activity.name() + "\"");
        try {
            run.controls.before(Level.ACTIVITY, activity.definition(), activity.controls());
            return play(activity, begun, cancellation, entry);
        } finally {
            over.run();
            if (run.controls.any(Level.ACTIVITY, activity.controls())) {
                Entry last = entry[0];
                run.controls.after(
                        Level.ACTIVITY,
                        activity.definition(),
                        activity.controls(),
                        last == null ? null : last.map(run.masking));
            }
        }
    }

    private Played play(Activity activity, Consumer<Entry> begun, Cancellation cancellation, Entry[] last) {
        if (!run.strict()) {
            endAsTheToolDoes(activity);
        }
        // for the tool, whatever an activity says of itself comes first, and means nothing
        Optional<Dry> dry = activity.definition().containsKey("dry") ? Optional.empty() : run.dry;
        boolean leftOut =
                dry.filter(kind -> kind.leavesOut(activity.isAction())).isPresent();
        boolean pauses = !leftOut && dry.filter(kind -> kind == Dry.PAUSE).isEmpty();
        if (run.strict()) {
            double unused = seconds(activity.pauseBefore()) + seconds(activity.pauseAfter());
        }
        if (pauses) {
            pause("before ", activity, activity.pauseBefore(), cancellation);
        }
        run.say((activity.isAction() ? "Action: " : "Probe: ")
                + activity.name()
                + (activity.background() ? " (in the background)" : "")
                + (leftOut ? " (left out: dry run)" : ""));
        Entry entry = new Entry(activity, run.strict());
        last[0] = entry;
        begun.accept(entry);
        ActivityResult result;
        if (leftOut) {
            entry.leftOut();
            Instant now = Instant.now();
            result = new ActivityResult(ActivityResult.Status.SUCCEEDED, null, List.of(), "", now, now, Duration.ZERO);
        } else {
            result = execute(activity, cancellation);
            entry.ended(result);
        }
        if (!result.succeeded()) {
            run.say("  => " + (cancellation.isCancelled() ? "ended: " : "failed: ") + result.reason());
        }
        run.touched();
        if (pauses) {
            pause("after ", activity, activity.pauseAfter(), cancellation);
        }
        return new Played(entry, result);
    }

    /** Mistakes at which the tool ends before an activity has begun. */
    private static void endAsTheToolDoes(Activity activity) {
        Map<String, @Nullable Object> definition = activity.definition();
        if (definition.containsKey("pauses") && definition.get("pauses") == null) {
            throw new UnplayableException("its pauses are null");
        }
        if (!(definition.get("type") instanceof String)) {
            throw new UnplayableException("it has no type");
        }
    }

    private double seconds(@Nullable Object written) {
        Object value = written instanceof String ? run.scope().substitution().apply(written) : written;
        if (!PythonValues.truth(value)) {
            return 0;
        }
        if (!PythonValues.isNumber(value)) {
            throw new UnplayableException("a pause is a number of seconds, got " + PythonText.repr(value));
        }
        double seconds = value instanceof Double number
                ? number
                : PythonValues.exact(value).doubleValue();
        if (!(seconds >= 0) || seconds > LONGEST_PAUSE) {
            throw new UnplayableException("a pause is between 0 and 9e9 seconds, got " + PythonText.repr(value));
        }
        return seconds;
    }

    /** A function may be deaf to its interruption: then nobody waits for it any more. */
    private ActivityResult execute(Activity activity, Cancellation cancellation) {
        Object limit = activity.definition().get("timeout");
        if (!run.strict() || !PythonValues.isNumber(limit)) {
            return run.executor().execute(activity.definition(), cancellation);
        }
        Instant start = Instant.now();
        long begin = System.nanoTime();
        long wait = (long) (PythonValues.exact(limit).doubleValue() * 1e9)
                + (isFunction(activity) ? FUNCTION_GRACE : GRACE).toNanos();
        Future<ActivityResult> executed =
                Threads.backEnds().submit(() -> run.executor().execute(activity.definition(), cancellation));
        try {
            return executed.get(wait, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            String reason =
                    "activity took too long to complete (more than " + PythonText.str(limit) + " s), and does not end";
            Duration duration = Duration.ofNanos(System.nanoTime() - begin);
            return new ActivityResult(
                    ActivityResult.Status.FAILED,
                    null,
                    List.of(reason + "\n"),
                    reason,
                    start,
                    start.plus(duration),
                    duration);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static boolean isFunction(Activity activity) {
        return activity.definition().get("provider") instanceof Map<?, ?> provider
                && "python".equals(provider.get("type"));
    }

    private void pause(String when, Activity activity, @Nullable Object written, Cancellation cancellation) {
        double seconds = seconds(written);
        if (seconds > 0) {
            run.say("Pausing " + PythonText.floating(seconds) + " s " + when + activity.name());
            pause(seconds, cancellation);
        }
    }

    private static void pause(double seconds, Cancellation cancellation) {
        CountDownLatch cancelled = new CountDownLatch(1);
        Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown);
        try {
            boolean unused = cancelled.await((long) (seconds * 1e9), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            cancellation.cancel();
        } finally {
            registration.close();
        }
    }
}
