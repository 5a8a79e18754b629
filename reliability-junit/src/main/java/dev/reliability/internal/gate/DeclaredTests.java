package dev.reliability.internal.gate;

import dev.reliability.internal.engine.Containers;
import dev.reliability.internal.engine.FileFinder;
import dev.reliability.internal.evidence.FileContent;
import dev.reliability.internal.evidence.TestKey;
import dev.reliability.internal.jupiter.AnnotationScanner;
import dev.reliability.internal.jupiter.AnnotationScanner.Found;
import dev.reliability.internal.jupiter.KotlinMembers;
import dev.reliability.internal.jupiter.KotlinMembers.Misplaced;
import dev.reliability.internal.jupiter.ReliabilityTests;
import dev.reliability.junit.ExperimentFiles;
import dev.reliability.junit.SteadyStateProbe;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The reliability tests that compiled classes declare, found as JUnit finds tests, and the annotations that reach none. */
final class DeclaredTests {

    private final Set<TestKey> tests = new LinkedHashSet<>();
    private final Map<TestKey, ExperimentFile> files = new HashMap<>();
    private final Map<TestKey, Supplier<Set<String>>> tags = new HashMap<>();
    private final Set<AnnotatedElement> effective = new HashSet<>();
    private final Map<Class<?>, List<Method>> probes = new HashMap<>();
    private final Set<Class<?>> testClasses = new HashSet<>();
    private final Set<Method> run = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();

    private DeclaredTests() {}

    /**
     * An experiment file as it is now.
     *
     * @param fingerprint of its content
     * @param compat whether it runs as the tool runs it
     */
    record ExperimentFile(String fingerprint, boolean compat) {}

    static DeclaredTests of(List<Class<?>> classes) {
        DeclaredTests declared = new DeclaredTests();
        for (Class<?> type : classes) {
            try {
                if (isStandalone(type)) {
                    declared.collect(List.of(type));
                }
                if (type.isAnnotationPresent(ExperimentFiles.class)) {
                    declared.collectFiles(type);
                }
            } catch (JUnitException | LinkageError | TypeNotPresentException e) {
                declared.findings.add(new Finding(type.getName(), "cannot be searched for tests: " + e));
            }
        }
        for (Class<?> type : classes) {
            try {
                declared.checkEffect(type);
            } catch (LinkageError | TypeNotPresentException e) {
                declared.findings.add(new Finding(type.getName(), "cannot be searched for annotations: " + e));
            }
        }
        return declared;
    }

    Set<TestKey> tests() {
        return tests;
    }

    /** Returns the experiment files among the tests. */
    Map<TestKey, ExperimentFile> files() {
        return files;
    }

    /** Returns the tags of a test; none of one that is not declared. */
    Set<String> tags(TestKey test) {
        Supplier<Set<String>> known = tags.get(test);
        return known == null ? Set.of() : known.get();
    }

    List<Finding> findings() {
        return findings;
    }

    private void collectFiles(Class<?> type) {
        Optional<String> ineffective = Containers.ineffective(type);
        if (ineffective.isPresent()) {
            findings.add(new Finding("@ExperimentFiles on " + type.getName(), "has no effect: " + ineffective.get()));
            return;
        }
        FileFinder.Result found = Containers.files(type, parameter -> Optional.empty());
        found.problems()
                .forEach(problem -> findings.add(
                        new Finding(type.getName(), "has @ExperimentFiles that are not there: " + problem)));
        boolean compat = type.getAnnotation(ExperimentFiles.class).mode() == ExperimentFiles.Mode.COMPAT;
        for (FileFinder.Found file : found.files()) {
            TestKey key = TestKey.ofFile(type, file.name());
            tests.add(key);
            tags.put(key, () -> Containers.tags(type, file.path()));
            files.put(key, new ExperimentFile(FileContent.fingerprint(file.path()), compat));
        }
    }

    private static boolean isStandalone(Class<?> type) {
        boolean inner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
        return isConcrete(type) && !inner && !type.isLocalClass() && !type.isAnonymousClass();
    }

    private static boolean isConcrete(Class<?> type) {
        int modifiers = type.getModifiers();
        return !Modifier.isAbstract(modifiers) && !Modifier.isPrivate(modifiers) && !type.isAnnotation();
    }

    private void collect(List<Class<?>> chain) {
        Class<?> type = chain.get(chain.size() - 1);
        List<Method> methods =
                ReflectionSupport.findMethods(type, DeclaredTests::isTest, HierarchyTraversalMode.TOP_DOWN);
        for (Method method : methods) {
            testClasses.addAll(chain);
            run.add(method);
            if (ReliabilityTests.hasExperiment(chain, method)) {
                TestKey key = TestKey.of(chain.subList(0, chain.size() - 1), type, method);
                tests.add(key);
                tags.put(key, () -> Tags.of(chain, method));
                ReliabilityTests.contributing(chain, method).forEach(found -> effective.add(found.element()));
                chain.forEach(each -> effective.addAll(probes.computeIfAbsent(each, ReliabilityTests::probes)));
            }
        }
        for (Class<?> nested : ReflectionSupport.findNestedClasses(
                type, each -> isConcrete(each) && AnnotationSupport.isAnnotated(each, Nested.class))) {
            if (!Modifier.isStatic(nested.getModifiers()) && !chain.contains(nested)) {
                List<Class<?>> longer = new ArrayList<>(chain);
                longer.add(nested);
                collect(longer);
            }
        }
    }

    private static boolean isTest(Method method) {
        return Ineffective.isMarkedAsTest(method)
                && Ineffective.ignoredBecause(method).isEmpty();
    }

    private void checkEffect(Class<?> type) {
        if (type.isAnnotation()) {
            return;
        }
        List<Found> onType = ReliabilityTests.asking(AnnotationScanner.onClass(type)).stream()
                .filter(found -> found.element() == type)
                .toList();
        if (!onType.isEmpty() && !effective.contains(type)) {
            findings.add(Ineffective.onClass(type, onType, testClasses.contains(type)));
        }
        List<Misplaced> misplaced = KotlinMembers.misplaced(type);
        misplaced.forEach(member -> findings.add(new Finding(member.what(), "has no effect: " + member.why())));
        for (Method method : type.getDeclaredMethods()) {
            // Compilers copy annotations to bridges, and Kotlin's from companion objects.
            if (method.isSynthetic() || effective.contains(method) || KotlinMembers.isCopied(type, method)) {
                continue;
            }
            List<Found> onMethod = ReliabilityTests.asking(AnnotationScanner.onMethod(type, method));
            if (!onMethod.isEmpty()) {
                findings.add(Ineffective.onMethod(type, method, onMethod));
            } else if (Ineffective.isMarkedAsTest(method)) {
                checkReached(type, method);
            } else if (AnnotationSupport.isAnnotated(method, SteadyStateProbe.class) && misplaced.isEmpty()) {
                findings.add(Ineffective.probe(type, method));
            }
        }
    }

    /** An attack on a class is meant for all tests that are written in it, also for those that JUnit passes over. */
    private void checkReached(Class<?> type, Method method) {
        boolean reached = run.contains(method);
        for (Class<?> around = type; around != null; around = around.getDeclaringClass()) {
            if (effective.contains(around)) {
                if (!reached) {
                    findings.add(Ineffective.besides(type, method, onClass(around)));
                }
                return;
            }
            reached &= AnnotationSupport.isAnnotated(around, Nested.class) && !Modifier.isStatic(around.getModifiers());
        }
    }

    private static List<Found> onClass(Class<?> type) {
        return ReliabilityTests.asking(AnnotationScanner.onClass(type));
    }
}
