package dev.reliability.internal.jupiter;

import dev.reliability.internal.jupiter.AnnotationScanner.Found;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.Runbook;
import dev.reliability.junit.SteadyStateProbe;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** Tells from annotations alone which tests have an experiment. */
public final class ReliabilityTests {

    private ReliabilityTests() {}

    /** Tells whether a test method has an experiment, given its classes from the outermost to its own. */
    public static boolean hasExperiment(List<Class<?>> classes, Method method) {
        return !contributing(classes, method).isEmpty()
                || registersExtension(classes, method)
                        && classes.stream().anyMatch(type -> !probes(type).isEmpty());
    }

    /** Returns the annotations that ask for something when the test runs. */
    public static List<Found> contributing(List<Class<?>> classes, Method method) {
        int last = classes.size() - 1;
        return asking(AnnotationScanner.scan(classes.subList(0, last), classes.get(last), method));
    }

    /** Leaves those out that only inform. */
    public static List<Found> asking(List<Found> found) {
        return found.stream()
                .filter(one -> one.annotation().annotationType() != Runbook.class)
                .toList();
    }

    public static List<Method> probes(Class<?> type) {
        return AnnotationSupport.findAnnotatedMethods(type, SteadyStateProbe.class, HierarchyTraversalMode.TOP_DOWN);
    }

    private static boolean registersExtension(List<Class<?>> classes, Method method) {
        return extended(method) || classes.stream().anyMatch(type -> extended(type) || declaresNames(type));
    }

    private static boolean extended(java.lang.reflect.AnnotatedElement element) {
        return AnnotationSupport.findRepeatableAnnotations(element, ExtendWith.class).stream()
                .flatMap(extension -> Stream.of(extension.value()))
                .anyMatch(ReliabilityExtension.class::equals);
    }

    /** JUnit registers the extensions that annotated fields name. */
    private static boolean declaresNames(Class<?> type) {
        return hasField(type, ReliabilityTarget.class) || hasField(type, ReliabilityProperty.class);
    }

    private static boolean hasField(Class<?> type, Class<? extends Annotation> annotation) {
        return !AnnotationSupport.findAnnotatedFields(type, annotation).isEmpty();
    }
}
