package dev.reliability.internal.gate;

import dev.reliability.internal.jupiter.AnnotationScanner.Found;
import dev.reliability.internal.jupiter.JUnitVersion;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Says why an annotation has no effect where it stands. */
final class Ineffective {

    private static final List<Class<? extends Annotation>> LIFECYCLE =
            List.of(BeforeEach.class, AfterEach.class, BeforeAll.class, AfterAll.class);

    private Ineffective() {}

    static boolean isMarkedAsTest(Method method) {
        return AnnotationSupport.isAnnotated(method, Testable.class);
    }

    /** Returns why JUnit passes over a method that is marked as a test, if it does. */
    static Optional<String> ignoredBecause(Method method) {
        int modifiers = method.getModifiers();
        boolean returnsValue = method.getReturnType() != void.class
                && !AnnotationSupport.isAnnotated(method, TestFactory.class)
                && !(JUnitVersion.suspendingTests() && JUnitVersion.suspends(method));
        if (Modifier.isPrivate(modifiers)) {
            return Optional.of("is private");
        }
        if (Modifier.isStatic(modifiers)) {
            return Optional.of("is static");
        }
        if (Modifier.isAbstract(modifiers)) {
            return Optional.of("is abstract");
        }
        return returnsValue ? Optional.of("returns a value") : Optional.empty();
    }

    static Finding onMethod(Class<?> type, Method method, List<Found> found) {
        return finding(found, name(type, method), why(type, method));
    }

    private static String why(Class<?> type, Method method) {
        Optional<String> lifecycle = LIFECYCLE.stream()
                .filter(annotation -> AnnotationSupport.isAnnotated(method, annotation))
                .map(annotation -> "@" + annotation.getSimpleName())
                .findFirst();
        if (lifecycle.isPresent()) {
            return "it is a " + lifecycle.get() + " method: put it on the tests or on their class";
        }
        if (!isMarkedAsTest(method)) {
            return "it is no test method: add @Test, or put the annotation on the test that calls it";
        }
        Optional<String> ignored = ignoredBecause(method);
        if (ignored.isPresent()) {
            return "JUnit ignores the test, since it " + ignored.get();
        }
        return Modifier.isAbstract(type.getModifiers())
                ? "no class that JUnit runs inherits it: add a concrete subclass, or override it with its annotations"
                : "JUnit does not run " + type.getSimpleName() + ": " + notRun(type);
    }

    /** A test that an annotation of its class, or of the class around it, does not reach. */
    static Finding besides(Class<?> type, Method method, List<Found> found) {
        String why = ignoredBecause(method)
                .map(ignored -> "JUnit ignores the test, since it " + ignored)
                .orElseGet(() -> isStaticMember(type)
                        ? type.getSimpleName()
                                + " is static and so a test class of its own: make it an inner class with"
                                + " @Nested, or put the annotation on it"
                        : "JUnit does not run " + type.getSimpleName() + ": " + notRun(type));
        String annotations = names(found);
        return new Finding(
                name(type, method),
                "is not reached by " + annotations + " of "
                        + found.get(0).place().where() + ": " + why);
    }

    private static boolean isStaticMember(Class<?> type) {
        return type.isMemberClass() && Modifier.isStatic(type.getModifiers());
    }

    static Finding onClass(Class<?> type, List<Found> found, boolean hasTests) {
        String why = Modifier.isAbstract(type.getModifiers())
                ? "no concrete class with tests inherits it"
                : hasTests ? "none of its tests is reached by it" : "JUnit finds no test in it: " + notRun(type);
        return finding(found, type.getName(), why);
    }

    private static String notRun(Class<?> type) {
        if (Modifier.isPrivate(type.getModifiers())) {
            return "the class is private";
        }
        return type.isMemberClass() && !Modifier.isStatic(type.getModifiers())
                ? "the class is an inner class; add @Nested, and see to it that the outer one is run"
                : "add a test, or take the annotation away";
    }

    static Finding probe(Class<?> type, Method method) {
        return new Finding(
                "@SteadyStateProbe on " + name(type, method),
                "has no effect: no test of the class has an experiment; add a fault or a @SteadyState");
    }

    private static Finding finding(List<Found> found, String where, String why) {
        return new Finding(names(found) + " on " + where, "has no effect: " + why);
    }

    private static String names(List<Found> found) {
        return found.stream()
                .map(one -> "@" + one.annotation().annotationType().getSimpleName())
                .distinct()
                .collect(Collectors.joining(" and "));
    }

    private static String name(Class<?> type, Method method) {
        return Stream.of(type.getName().replace('$', '.'), method.getName()).collect(Collectors.joining(".")) + "()";
    }
}
