package dev.reliability.internal.plan;

import dev.reliability.experiment.InvalidPlanException;
import dev.reliability.experiment.Place;
import dev.reliability.spi.PlanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Collects every problem of a plan, so that a person sees all of them at once. */
final class Problems {

    private final Names names;
    private final List<String> found = new ArrayList<>();

    Problems(Names names) {
        this.names = names;
    }

    void add(Place place, String attribute, String problem) {
        found.add(place.problem(attribute, problem));
    }

    void add(Place place, String problem) {
        found.add(place + ": " + problem);
    }

    List<String> found() {
        return List.copyOf(found);
    }

    boolean any() {
        return !found.isEmpty();
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
            e.problems().forEach(problem -> add(place, attribute, problem));
        } catch (IllegalArgumentException e) {
            add(place, attribute, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    void throwIfAny() {
        if (any()) {
            throw new InvalidPlanException(found);
        }
    }
}
