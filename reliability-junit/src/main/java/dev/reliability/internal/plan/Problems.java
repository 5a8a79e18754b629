package dev.reliability.internal.plan;

import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Place;
import dev.reliability.internal.time.Calls;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.PlanException.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Collects every problem of a plan, so that a person sees all of them at once. */
final class Problems {

    /** How long one answer is waited for. A host may be busy for the longest lease, and be reached slowly. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Names names;
    /** What is hanging may still find something when nobody listens any more. */
    private final List<String> found = new CopyOnWriteArrayList<>();

    private final List<String> later = new CopyOnWriteArrayList<>();

    private final List<Throwable> causes = new ArrayList<>();
    private int unfit;
    private Duration limit = LONGEST;
    private long until = System.nanoTime() + LONGEST.toNanos();

    Problems(Names names) {
        this.names = names;
    }

    /** Sets how long all questions to back ends may take together, from now on. */
    void limit(Duration all) {
        limit = all;
        until = System.nanoTime() + all.toNanos();
    }

    void add(String problem) {
        found.add(problem);
    }

    void add(Place place, String attribute, String problem) {
        found.add(place.problem(attribute, problem));
    }

    void add(Place place, String problem) {
        found.add(place + ": " + problem);
    }

    /** A target that cannot be attacked as it is now. */
    void addUnfit(Place place, String problem) {
        add(place, "target", problem);
        unfit++;
    }

    /** Whether nothing stands against the experiment but the state of targets, which may change. */
    boolean onlyUnfit() {
        return any() && found.size() == unfit && later.isEmpty();
    }

    /** Returns what stands against the plan. */
    List<String> found() {
        return List.copyOf(found);
    }

    /** Returns what only the running test can tell. */
    List<String> later() {
        return List.copyOf(later);
    }

    boolean any() {
        return !found.isEmpty() || !later.isEmpty();
    }

    /** Fills placeholders in and reads the text; a problem gives an empty value. */
    <T> Optional<T> read(Place place, String attribute, String raw, Function<String, T> reader) {
        return attempt(place, attribute, () -> reader.apply(names.fill(raw)));
    }

    /** Does what may turn out to be a problem. */
    <T> Optional<T> attempt(Place place, String attribute, Supplier<T> supplier) {
        try {
            return Optional.of(supplier.get());
        } catch (PlanException e) {
            if (e.getCause() != null) {
                causes.add(e);
            }
            e.details().forEach(problem -> caught(e, place, attribute, problem));
        } catch (IllegalArgumentException e) {
            caught(e, place, attribute, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            causes.add(e);
            caught(e, place, attribute, words(e));
        }
        return Optional.empty();
    }

    private void caught(PlanException thrown, Place place, String attribute, Problem problem) {
        caught(thrown, place, problem.attribute().orElse(attribute), problem.text());
        if (problem.ofState() && !KnownLaterException.isBehind(thrown)) {
            unfit++;
        }
    }

    private void caught(Throwable thrown, Place place, String attribute, String problem) {
        List<String> where = KnownLaterException.isBehind(thrown) ? later : found;
        where.add(place.problem(attribute, problem));
    }

    /** Asks a back end, which may hang: that, too, is a problem. */
    <T> Optional<T> ask(Place place, String attribute, Callable<T> question) {
        return attempt(place, attribute, () -> answer(question));
    }

    private <T> T answer(Callable<T> question) {
        Duration left = Duration.ofNanos(Math.min(LONGEST.toNanos(), until - System.nanoTime()));
        if (left.isNegative() || left.isZero()) {
            throw new PlanException(
                    "was not asked any more: planning took all of reliability.deadline = " + Durations.limit(limit));
        }
        try {
            return Calls.within(left, question);
        } catch (RuntimeException e) {
            throw e;
        } catch (TimeoutException e) {
            throw new PlanException("could not be planned: " + e.getMessage() + where(e), e);
        } catch (Exception e) {
            throw new IllegalStateException(e.toString(), e);
        }
    }

    /** Says where a back end hangs, as far as that is not in the Java runtime. */
    private static String where(TimeoutException e) {
        return Stream.of(e.getCause().getStackTrace())
                .filter(frame -> !frame.getClassName().matches("(java|javax|jdk|sun)\\..*"))
                .findFirst()
                .map(frame -> "; it hangs in " + frame.getClassName() + "." + frame.getMethodName() + "("
                        + frame.getFileName() + ":" + frame.getLineNumber() + ")")
                .orElse("");
    }

    /** Says what a back end threw that is none of the exceptions by which it refuses. */
    static String words(Throwable thrown) {
        return "could not be planned: " + thrown;
    }

    void throwIfAny() {
        if (any()) {
            InvalidPlanException invalid = new InvalidPlanException(
                    Stream.concat(found.stream(), later.stream()).toList());
            causes.forEach(invalid::addSuppressed);
            throw invalid;
        }
    }
}
