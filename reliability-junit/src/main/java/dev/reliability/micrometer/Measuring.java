package dev.reliability.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.noop.NoopMeter;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.micrometer.core.instrument.search.RequiredSearch;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds meters, and refuses those that measure nothing: they show 0, whatever happens. Micrometer tells nobody of them, neither which
 * registry a search looks in nor what is behind a meter of several registries, so both are read from its objects.
 */
final class Measuring {

    private static final String MICROMETER = "io.micrometer.";
    private static final String COMPOSITE = CompositeMeterRegistry.class.getPackageName();

    private Measuring() {}

    /**
     * Returns what a search finds.
     *
     * @throws MeterNotFoundException if that is nothing
     * @throws NotMeasuredException if one of the meters measures nothing
     */
    static Collection<Meter> found(RequiredSearch search) {
        Collection<Meter> meters = search.meters();
        String name = meters.iterator().next().getId().getName();
        registry(search).ifPresent(registry -> check(registry, name));
        meters.forEach(Measuring::check);
        return meters;
    }

    private static void check(MeterRegistry registry, String name) {
        List<MeterRegistry> parts = parts(registry).toList();
        if (parts.isEmpty()) {
            throw new NotMeasuredException("the registry of " + name
                    + " is composed of none, so nothing is measured: add one, such as a SimpleMeterRegistry");
        }
        if (parts.stream().anyMatch(MeterRegistry::isClosed)) {
            throw new NotMeasuredException("the registry of " + name
                    + " is closed, so nothing is measured any more: take that of the application that runs");
        }
    }

    private static Stream<MeterRegistry> parts(MeterRegistry registry) {
        return registry instanceof CompositeMeterRegistry composite && !composite.isClosed()
                ? composite.getRegistries().stream().flatMap(Measuring::parts)
                : Stream.of(registry);
    }

    private static void check(Meter meter) {
        if (measures(meter) instanceof NoopMeter) {
            throw new NotMeasuredException(meter.getId().getName()
                    + " is not measured by the registry that it is read from, so it shows 0 whatever happens: see the"
                    + " filters of that registry");
        }
    }

    /**
     * Refuses a meter whose count only changes with the next step: between two of them it shows the same, whatever happens.
     *
     * @throws NotMeasuredException if it is one
     */
    static void refuseSteps(Meter meter) {
        Class<?> type = measures(meter).getClass();
        while (type != null) {
            if (type.getPackageName().startsWith(MICROMETER)
                    && type.getSimpleName().contains("Step")) {
                throw new NotMeasuredException(meter.getId().getName()
                        + " counts by steps, and shows the same for all of a step whatever happens: read it from a"
                        + " registry that counts on, such as a SimpleMeterRegistry");
            }
            type = type.getSuperclass();
        }
    }

    private static Object measures(Meter meter) {
        Object measures = meter;
        while (measures instanceof Meter one && one.getClass().getPackageName().equals(COMPOSITE)) {
            measures = firstChild(one);
        }
        return measures;
    }

    private static Object firstChild(Meter composite) {
        Class<?> type = composite.getClass();
        while (type != null) {
            try {
                Method method = type.getDeclaredMethod("firstChild");
                method.setAccessible(true);
                return method.invoke(composite);
            } catch (NoSuchMethodException e) {
                type = type.getSuperclass();
            } catch (ReflectiveOperationException | RuntimeException e) {
                break;
            }
        }
        throw new NotMeasuredException(composite.getId().getName() + " is of a registry that is composed of others, and"
                + " this version of Micrometer does not show whether they measure it: search one of them instead");
    }

    private static Optional<MeterRegistry> registry(RequiredSearch search) {
        try {
            Field field = RequiredSearch.class.getDeclaredField("registry");
            field.setAccessible(true);
            return Optional.ofNullable((MeterRegistry) field.get(search));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // of another version of Micrometer; meters of several registries are still looked at one by one
            return Optional.empty();
        }
    }
}
