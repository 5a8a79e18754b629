package dev.reliability.internal.jupiter;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.experiment.Reliability;
import dev.reliability.local.ManagedProcess;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The experiments of a test class as far as they can be told without running any of it. */
public final class ClassExperiments {

    private final Function<String, Optional<String>> parameters;

    /** Looks settings up in these parameters of the test platform. */
    public ClassExperiments(Function<String, Optional<String>> parameters) {
        this.parameters = parameters;
    }

    /**
     * The experiment of one test.
     *
     * @param test class and method
     * @param experiment what it asks for
     * @param started names of targets that are processes which the test starts itself, so that nobody can tell more now
     * @param notes what could not be read before the test runs
     */
    public record OfTest(String test, Experiment experiment, List<String> started, List<String> notes) {}

    /** Returns the experiments of a class and of the classes nested in it, in the order of their names. */
    public List<OfTest> of(Class<?> testClass) {
        List<OfTest> all = new ArrayList<>();
        collect(enclosing(testClass), testClass, all);
        return all;
    }

    /**
     * Collects them, in a class and in those nested in it.
     *
     * @param enclosing the classes that it is run in, outermost first: a nested class that is inherited is run in the heir
     */
    private void collect(List<Class<?>> enclosing, Class<?> testClass, List<OfTest> all) {
        if (Modifier.isAbstract(testClass.getModifiers())) {
            return;
        }
        List<Method> methods =
                AnnotationSupport.findAnnotatedMethods(testClass, Testable.class, HierarchyTraversalMode.TOP_DOWN)
                        .stream()
                        .sorted(Comparator.comparing(Method::getName))
                        .toList();
        methods.forEach(method -> of(enclosing, testClass, method).ifPresent(all::add));
        for (Class<?> nested : ReflectionSupport.findNestedClasses(
                testClass, type -> AnnotationSupport.isAnnotated(type, Nested.class))) {
            collect(and(enclosing, testClass), nested, all);
        }
    }

    private static List<Class<?>> and(List<Class<?>> classes, Class<?> last) {
        List<Class<?>> all = new ArrayList<>(classes);
        all.add(last);
        return all;
    }

    private Optional<OfTest> of(List<Class<?>> enclosing, Class<?> testClass, Method method) {
        List<Class<?>> classes = and(enclosing, testClass);
        String test = testClass.getSimpleName() + "." + method.getName();
        ExperimentBuilder builder = Reliability.experiment(test).parameters(parameters);
        boolean later = ApplicationUnderTest.isIn(classes);
        if (later) {
            builder.application(new LaterApplication());
        }
        List<String> notes = new ArrayList<>();
        TestMembers members = new TestMembers(classes, instances(classes));
        try {
            members.contributeTo(builder, parameters, (member, value) -> {});
        } catch (JUnitException e) {
            notes.add(e.getMessage() + " (before the test runs)");
        }
        AnnotationScanner.scan(enclosing, testClass, method).forEach(one -> one.contributeTo(builder));
        ProbeMethods.contributeTo(builder, members, later);
        Experiment experiment = builder.build();
        if (TestExperiment.asksForNothing(experiment)) {
            return Optional.empty();
        }
        if (!ReliabilityTests.hasExperiment(classes, method)) {
            // nothing runs it but the others of its class, if there are any
            List<String> lone = LoneProbes.problems(classes.get(0));
            if (lone.isEmpty()) {
                return Optional.empty();
            }
            notes.addAll(lone);
        }
        notes.addAll(TestExperiment.problems(method, classes, experiment));
        return Optional.of(new OfTest(test, experiment, started(experiment), notes));
    }

    private static List<Class<?>> enclosing(Class<?> testClass) {
        List<Class<?>> enclosing = new ArrayList<>();
        for (Class<?> type = testClass;
                AnnotationSupport.isAnnotated(type, Nested.class) && type.getEnclosingClass() != null;
                type = type.getEnclosingClass()) {
            enclosing.add(type.getEnclosingClass());
        }
        Collections.reverse(enclosing);
        return enclosing;
    }

    /** Instances for members that are not static; a constructor that needs more than the test platform can give has none. */
    private static List<Object> instances(List<Class<?>> classes) {
        Map<Class<?>, Object> instances = new LinkedHashMap<>();
        Object outer = null;
        for (Class<?> type : classes) {
            try {
                outer = instance(type, outer);
                instances.put(type, outer);
            } catch (ReflectiveOperationException | RuntimeException e) {
                break;
            }
        }
        return List.copyOf(instances.values());
    }

    private static Object instance(Class<?> type, @Nullable Object outer) throws ReflectiveOperationException {
        Constructor<?> constructor =
                outer == null ? type.getDeclaredConstructor() : type.getDeclaredConstructor(type.getEnclosingClass());
        constructor.setAccessible(true);
        return outer == null ? constructor.newInstance() : constructor.newInstance(outer);
    }

    private static List<String> started(Experiment experiment) {
        return experiment.targets().entrySet().stream()
                .filter(target -> target.getValue() instanceof ManagedProcess process && !process.isAlive())
                .map(Map.Entry::getKey)
                .toList();
    }
}
