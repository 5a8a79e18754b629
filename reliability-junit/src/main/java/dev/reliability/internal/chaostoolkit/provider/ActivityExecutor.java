package dev.reliability.internal.chaostoolkit.provider;

import dev.reliability.internal.chaostoolkit.activity.ActivityFailedException;
import dev.reliability.internal.chaostoolkit.activity.Cancellation;
import dev.reliability.internal.chaostoolkit.tolerance.ToleranceChecker;
import dev.reliability.internal.chaostoolkit.value.PythonError;
import dev.reliability.internal.chaostoolkit.value.PythonText;
import dev.reliability.internal.chaostoolkit.value.PythonValues;
import dev.reliability.internal.chaostoolkit.value.Values;
import dev.reliability.internal.time.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs single activities; order, pauses, background and dry runs are the runner's.
 *
 * <p>Strict mode additionally honours the {@code timeout} of an activity, and fails an action whose process did not
 * exit with 0 or whose request was answered with 400 or more: nothing says that it did what it is there for.
 */
public final class ActivityExecutor {
    private static final String FAILED = "chaoslib.exceptions.ActivityFailed: ";

    private final RunScope scope;

    public ActivityExecutor(RunScope scope) {
        this.scope = scope;
    }

    /**
     * Runs the activity to its end, or to that of its timeout, or until it is cancelled.
     *
     * @param activity as in the file, references resolved
     */
    public ActivityResult execute(Map<String, @Nullable Object> activity, Cancellation cancellation) {
        Instant start = Instant.now();
        long begin = System.nanoTime();
        ActivityResult.Status status = ActivityResult.Status.SUCCEEDED;
        Object output = null;
        List<String> exception = List.of();
        String reason = "";
        try {
            if (cancellation.isCancelled()) {
                throw new ActivityFailedException("cancelled before it began");
            }
            output = withinTimeout(activity, cancellation);
            reason = scope.strict() && "action".equals(activity.get("type")) ? refused(activity, output) : "";
            if (!reason.isEmpty()) {
                status = ActivityResult.Status.FAILED;
                exception = List.of(FAILED + reason + "\n");
            }
        } catch (ActivityFailedException e) {
            status = cancellation.isCancelled() ? ActivityResult.Status.ABORTED : ActivityResult.Status.FAILED;
            reason = String.valueOf(e.getMessage());
            exception = List.of(FAILED + reason + "\n");
        } catch (RuntimeException | Error thrown) {
            PythonError e = thrown instanceof PythonError error ? error : PythonError.unexpected(thrown);
            status = scope.strict() ? ActivityResult.Status.FAILED : ActivityResult.Status.ABORTED;
            reason = e.line();
            exception = List.of(e.line() + "\n");
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - begin);
        return new ActivityResult(status, output, exception, reason, start, start.plus(duration), duration);
    }

    /** A checker of tolerances whose probes run in this scope. */
    public ToleranceChecker tolerances(Cancellation cancellation) {
        return new ToleranceChecker(scope.mode(), scope.substitution(), probe -> judged(probe, cancellation));
    }

    /** In compat mode an exit status and an answer are true, whatever they are. */
    private @Nullable Object judged(Map<String, @Nullable Object> probe, Cancellation cancellation)
            throws ActivityFailedException {
        Object output = withinTimeout(probe, cancellation);
        String refused = scope.strict() ? refused(probe, output) : "";
        if (!refused.isEmpty()) {
            throw new ActivityFailedException(refused);
        }
        return output;
    }

    private @Nullable Object withinTimeout(Map<String, @Nullable Object> activity, Cancellation outer)
            throws ActivityFailedException {
        Object limit = activity.get("timeout");
        if (!scope.strict() || !PythonValues.isNumber(limit)) {
            return run(activity, outer);
        }
        Cancellation inner = new Cancellation();
        AtomicBoolean late = new AtomicBoolean();
        Cancellation.Registration registration = outer.onCancel(inner::cancel);
        ScheduledFuture<?> timer = Threads.timer()
                .schedule(
                        () -> {
                            late.set(true);
                            // ending a process tree may take a while, and others wait for this timer too
                            Threads.backEnds().execute(inner::cancel);
                        },
                        (long) (PythonValues.exact(limit).doubleValue() * 1e9),
                        TimeUnit.NANOSECONDS);
        try {
            return run(activity, inner);
        } catch (ActivityFailedException e) {
            throw late.get()
                    ? new ActivityFailedException(
                            "activity took too long to complete (more than " + PythonText.str(limit) + " s)", e)
                    : e;
        } finally {
            timer.cancel(false);
            registration.close();
        }
    }

    private @Nullable Object run(Map<String, @Nullable Object> activity, Cancellation cancellation)
            throws ActivityFailedException {
        Map<String, Object> provider = Values.asMap(activity.get("provider"));
        Object type = provider == null ? null : provider.get("type");
        if (provider == null || !(type instanceof String name)) {
            throw new PythonError("KeyError", "'provider'");
        }
        try {
            return switch (name) {
                case "http" -> HttpActivity.run(provider, scope, cancellation);
                case "process" -> new ProcessActivity(scope, cancellation).run(provider);
                case "python" -> FunctionActivity.run(provider, scope, cancellation);
                default -> null;
            };
        } catch (ActivityFailedException | PythonError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // whatever else a provider throws is the failure of its activity, never the end of those that come after it
            throw PythonError.unexpected(e);
        }
    }

    /** By what a process or a server says that it did not do what it was asked for; empty if by nothing. */
    private static String refused(Map<String, @Nullable Object> activity, @Nullable Object output) {
        Map<String, Object> provider = Values.asMap(activity.get("provider"));
        if (provider == null
                || !(output instanceof Map<?, ?> result)
                || !(result.get("status") instanceof Long status)) {
            return "";
        }
        if ("process".equals(provider.get("type")) && status != 0) {
            String errors = PythonText.str(result.get("stderr")).strip();
            return (status < 0 ? "the process was ended by signal " + -status : "the process exited with " + status)
                    + (errors.isEmpty() ? "" : ": " + errors.substring(0, Math.min(errors.length(), 300)));
        }
        return "http".equals(provider.get("type")) && status >= 400 ? "the request was answered with " + status : "";
    }
}
