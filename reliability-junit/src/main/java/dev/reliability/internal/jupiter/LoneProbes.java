package dev.reliability.internal.jupiter;

import dev.reliability.junit.SteadyStateProbe;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Finds the probe methods that nothing calls, since no test of their class has an experiment. JUnit looks at no annotation of a
 * method that is no test, so no extension is there to say so when the tests run.
 */
public final class LoneProbes {

    /** A class path does not change under running tests. */
    private static final Map<String, Set<Method>> CALLED = new ConcurrentHashMap<>();

    private LoneProbes() {}

    /** Returns what is wrong with a class of tests and those nested in it. */
    public static List<String> problems(Class<?> testClass) {
        Map<Method, Class<?>> lone = new LinkedHashMap<>();
        look(testClass, (type, found) -> {
            if (found == Found.TESTS) {
                ReliabilityTests.probes(type).forEach(probe -> lone.putIfAbsent(probe, type));
            }
        });
        if (!lone.isEmpty()) {
            lone.keySet().removeAll(calledBeside(testClass));
        }
        List<String> problems = new ArrayList<>();
        lone.forEach((probe, type) -> problems.add(problem(type, probe)));
        return problems;
    }

    /** Tells whether there are any: a filter of classes. */
    public static boolean in(Class<?> testClass) {
        try {
            return !problems(testClass).isEmpty();
        } catch (JUnitException | LinkageError | TypeNotPresentException e) {
            // whoever runs the class says so
            return false;
        }
    }

    private enum Found {
        NOTHING,
        TESTS,
        EXPERIMENT;

        Found and(Found other) {
            return compareTo(other) < 0 ? other : this;
        }
    }

    /** Returns the probes that any test calls of the same directory or jar: what a class inherits, or leaves to its heirs, may be for them. */
    private static Set<Method> calledBeside(Class<?> testClass) {
        CodeSource source = testClass.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? Set.of()
                : CALLED.computeIfAbsent(source.getLocation().toString(), LoneProbes::called);
    }

    private static Set<Method> called(String root) {
        Set<Method> called = new HashSet<>();
        try {
            ReflectionSupport.findAllClassesInClasspathRoot(URI.create(root), type -> true, name -> true)
                    .forEach(type -> lookForCalled(type, called));
        } catch (IllegalArgumentException | JUnitException e) {
            // a jar inside of another one; what is called in the class itself is known without
            return called;
        }
        return called;
    }

    private static void lookForCalled(Class<?> testClass, Set<Method> called) {
        try {
            look(testClass, (type, found) -> {
                if (found == Found.EXPERIMENT) {
                    called.addAll(ReliabilityTests.probes(type));
                }
            });
        } catch (JUnitException | LinkageError | TypeNotPresentException e) {
            // what cannot be run calls nothing
        }
    }

    private static void look(Class<?> testClass, BiConsumer<Class<?>, Found> each) {
        boolean nested = testClass.isMemberClass() && !Modifier.isStatic(testClass.getModifiers());
        if (!nested && !Modifier.isAbstract(testClass.getModifiers())) {
            look(List.of(testClass), each);
        }
    }

    private static Found look(List<Class<?>> classes, BiConsumer<Class<?>, Found> each) {
        Class<?> type = classes.get(classes.size() - 1);
        Found found = Found.NOTHING;
        for (Method test :
                AnnotationSupport.findAnnotatedMethods(type, Testable.class, HierarchyTraversalMode.TOP_DOWN)) {
            // JUnit passes over those that it cannot call
            if (!Modifier.isPrivate(test.getModifiers()) && !Modifier.isStatic(test.getModifiers())) {
                found = found.and(ReliabilityTests.hasExperiment(classes, test) ? Found.EXPERIMENT : Found.TESTS);
            }
        }
        for (Class<?> nested : ReflectionSupport.findNestedClasses(
                type, one -> AnnotationSupport.isAnnotated(one, Nested.class) && !classes.contains(one))) {
            List<Class<?>> longer = new ArrayList<>(classes);
            longer.add(nested);
            found = found.and(look(longer, each));
        }
        each.accept(type, found);
        return found;
    }

    private static String problem(Class<?> type, Method probe) {
        return "@" + SteadyStateProbe.class.getSimpleName() + " on " + TestMembers.name(probe)
                + "(): nothing calls it, since no test of " + type.getSimpleName()
                + " has an experiment; add an attack to a test or to the class, or a @SteadyState to look at it without a"
                + " fault";
    }
}
