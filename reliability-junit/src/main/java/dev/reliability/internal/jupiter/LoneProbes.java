package dev.reliability.internal.jupiter;

import dev.reliability.junit.SteadyStateProbe;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Finds the probe methods that nothing calls, since no test of their class has an experiment. JUnit looks at no annotation of a
 * method that is no test, so no extension is there to say so when the tests run.
 */
public final class LoneProbes {

    private LoneProbes() {}

    /** Returns what is wrong with a class of tests and those nested in it. */
    public static List<String> problems(Class<?> testClass) {
        List<String> problems = new ArrayList<>();
        boolean nested = testClass.isMemberClass() && !Modifier.isStatic(testClass.getModifiers());
        if (!nested && !Modifier.isAbstract(testClass.getModifiers())) {
            look(List.of(testClass), problems);
        }
        return problems;
    }

    /** Tells whether there are any: a filter of classes. */
    public static boolean in(Class<?> testClass) {
        try {
            return !problems(testClass).isEmpty();
        } catch (LinkageError | TypeNotPresentException e) {
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

    private static Found look(List<Class<?>> classes, List<String> problems) {
        Class<?> type = classes.get(classes.size() - 1);
        Found found = Found.NOTHING;
        for (Method test :
                AnnotationSupport.findAnnotatedMethods(type, Testable.class, HierarchyTraversalMode.TOP_DOWN)) {
            found = found.and(ReliabilityTests.hasExperiment(classes, test) ? Found.EXPERIMENT : Found.TESTS);
        }
        for (Class<?> nested : ReflectionSupport.findNestedClasses(
                type, each -> AnnotationSupport.isAnnotated(each, Nested.class) && !classes.contains(each))) {
            List<Class<?>> longer = new ArrayList<>(classes);
            longer.add(nested);
            found = found.and(look(longer, problems));
        }
        if (found == Found.TESTS) {
            ReliabilityTests.probes(type).stream()
                    .map(probe -> problem(type, probe))
                    .forEach(problems::add);
        }
        return found;
    }

    private static String problem(Class<?> type, Method probe) {
        return "@" + SteadyStateProbe.class.getSimpleName() + " on " + TestMembers.name(probe)
                + "(): nothing calls it, since no test of " + type.getSimpleName()
                + " has an experiment; add an attack to a test or to the class, or a @SteadyState to look at it without a"
                + " fault";
    }
}
