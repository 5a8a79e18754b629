package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Place;
import dev.reliability.junit.ExperimentFactory;
import dev.reliability.junit.ReliabilityAnnotation;
import java.lang.annotation.Annotation;
import java.lang.annotation.Inherited;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Finds the annotations that contribute to a test's experiment: on the method, on its class with superclasses and interfaces,
 * on enclosing classes, directly, inside containers of repeated ones, or on annotations that a team composed of them.
 */
public final class AnnotationScanner {

    /** By the classes around and the method: each is looked through once, however often it is invoked. */
    private static final ClassValue<Map<List<Object>, List<Found>>> SCANNED = new ClassValue<>() {
        @Override
        protected Map<List<Object>, List<Found>> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    /** Whether an annotation, or one that stands on it or that it holds, can contribute. Most cannot, and are many. */
    private static final ClassValue<Boolean> CAN_CONTRIBUTE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return canContribute(type, new HashSet<>());
        }
    };

    /** The method by which a container gives what it holds. */
    private static final ClassValue<Optional<Method>> CONTENT = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
            return content(type);
        }
    };

    private AnnotationScanner() {}

    /** An annotation that contributes, with the class or method that it was found on. */
    public record Found(
            Annotation annotation,
            Class<? extends ExperimentFactory<?>> factory,
            AnnotatedElement element,
            Place place) {

        @SuppressWarnings("unchecked")
        void contributeTo(ExperimentBuilder experiment) {
            ExperimentFactory<Annotation> instance =
                    (ExperimentFactory<Annotation>) ReflectionSupport.newInstance(factory);
            instance.contribute(annotation, experiment, place);
        }
    }

    /** Returns what contributes to a test, from the outermost class to the method. */
    public static List<Found> scan(List<Class<?>> enclosing, Class<?> testClass, Method method) {
        return SCANNED.get(testClass)
                .computeIfAbsent(List.of(enclosing, method), key -> List.copyOf(lookUp(enclosing, testClass, method)));
    }

    private static List<Found> lookUp(List<Class<?>> enclosing, Class<?> testClass, Method method) {
        List<Found> found = new ArrayList<>();
        enclosing.forEach(type -> found.addAll(onClass(type)));
        found.addAll(onClass(testClass));
        found.addAll(onMethod(testClass, method));
        return found;
    }

    /** Returns what contributes to a method alone. */
    public static List<Found> onMethod(Class<?> testClass, Method method) {
        String where = testClass.getSimpleName() + "." + method.getName() + "()";
        List<Found> found = new ArrayList<>();
        declared(method, where, found);
        return found;
    }

    /** Returns what contributes to every test of a class, superclasses first. */
    public static List<Found> onClass(Class<?> type) {
        List<Class<?>> hierarchy = new ArrayList<>();
        collect(type, hierarchy);
        List<Found> found = new ArrayList<>();
        for (Class<?> level : hierarchy) {
            List<Found> declared = new ArrayList<>();
            declared(level, level.getSimpleName(), declared);
            declared.stream()
                    .filter(one -> level == type
                            || level.isInterface()
                            || one.annotation().annotationType().isAnnotationPresent(Inherited.class))
                    .forEach(found::add);
        }
        return found;
    }

    /** Returns what an annotation type that a team composed would contribute wherever it stands. */
    public static List<Found> ofComposed(Class<?> type) {
        List<Found> found = new ArrayList<>();
        for (Annotation meta : type.getDeclaredAnnotations()) {
            visit(meta, " of @" + type.getSimpleName(), type, type.getName(), new HashSet<>(), found);
        }
        return found;
    }

    private static void collect(Class<?> type, List<Class<?>> hierarchy) {
        if (type == Object.class || hierarchy.contains(type)) {
            return;
        }
        if (type.getSuperclass() != null) {
            collect(type.getSuperclass(), hierarchy);
        }
        for (Class<?> implemented : type.getInterfaces()) {
            collect(implemented, hierarchy);
        }
        if (!hierarchy.contains(type)) {
            hierarchy.add(type);
        }
    }

    private static void declared(AnnotatedElement element, String where, List<Found> found) {
        for (Annotation annotation : element.getDeclaredAnnotations()) {
            visit(annotation, "", element, where, new HashSet<>(), found);
        }
    }

    private static void visit(
            Annotation annotation,
            String via,
            AnnotatedElement element,
            String where,
            Set<Class<?>> path,
            List<Found> found) {
        Class<? extends Annotation> type = annotation.annotationType();
        if (!CAN_CONTRIBUTE.get(type) || !path.add(type)) {
            return;
        }
        String name = "@" + type.getSimpleName();
        ReliabilityAnnotation wiring = type.getDeclaredAnnotation(ReliabilityAnnotation.class);
        if (wiring != null && wiring.value() != ExperimentFactory.OfContainer.class) {
            found.add(new Found(annotation, factory(wiring), element, new Place(name + via, where)));
        }
        for (Annotation contained : contained(annotation)) {
            visit(contained, via, element, where, new HashSet<>(path), found);
        }
        for (Annotation meta : type.getDeclaredAnnotations()) {
            visit(meta, via + " of " + name, element, where, new HashSet<>(path), found);
        }
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends ExperimentFactory<?>> factory(ReliabilityAnnotation wiring) {
        return (Class<? extends ExperimentFactory<?>>) wiring.value();
    }

    private static boolean canContribute(Class<?> type, Set<Class<?>> seen) {
        if (type.getName().startsWith("java.lang.") || !seen.add(type)) {
            return false;
        }
        return type.getDeclaredAnnotation(ReliabilityAnnotation.class) != null
                || content(type)
                        .filter(value -> canContribute(value.getReturnType().getComponentType(), seen))
                        .isPresent()
                || Stream.of(type.getDeclaredAnnotations())
                        .anyMatch(meta -> canContribute(meta.annotationType(), seen));
    }

    private static Optional<Method> content(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> method.getName().equals("value") && method.getParameterCount() == 0)
                .filter(method -> method.getReturnType().isArray()
                        && method.getReturnType().getComponentType().isAnnotation())
                .findFirst();
    }

    private static Annotation[] contained(Annotation container) {
        Optional<Method> value = CONTENT.get(container.annotationType());
        if (value.isEmpty()) {
            return new Annotation[0];
        }
        try {
            value.get().setAccessible(true);
            return (Annotation[]) value.get().invoke(container);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + container, e);
        }
    }
}
