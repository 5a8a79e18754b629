package dev.reliability.internal.gate;

import dev.reliability.internal.classfile.ClassFile;
import dev.reliability.internal.jupiter.AnnotationScanner;
import dev.reliability.internal.jupiter.ReliabilityTests;
import dev.reliability.junit.SteadyStateProbe;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Finds composed annotations that ask for something and are not there at run time, since nobody gave them the retention that
 * they need: where they are declared, and those of other projects where they stand.
 */
final class InvisibleAnnotations {

    private static final String REMEDY =
            "it is not there when the tests run: add @Retention(RetentionPolicy.RUNTIME) to its declaration";

    private InvisibleAnnotations() {}

    static List<Finding> findings(List<Class<?>> classes) {
        List<Finding> findings = new ArrayList<>();
        Set<Class<?>> declared = new HashSet<>(classes);
        for (Class<?> type : classes) {
            if (type.isAnnotation() && isInvisible(type) && asks(type)) {
                findings.add(new Finding("@" + type.getSimpleName() + ", declared in " + type.getName(), effect()));
            }
            ClassFile.invisible(type).stream()
                    .filter(one -> isElsewhere(one.type(), type.getClassLoader(), declared))
                    .map(one -> new Finding("@" + simple(one.type()) + " on " + one.element(), effect()))
                    .forEach(findings::add);
        }
        return findings;
    }

    private static String effect() {
        return "has no effect: " + REMEDY;
    }

    private static String simple(String name) {
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    private static boolean isInvisible(Class<?> type) {
        Retention retention = type.getDeclaredAnnotation(Retention.class);
        return retention == null || retention.value() != RetentionPolicy.RUNTIME;
    }

    private static boolean isElsewhere(String name, ClassLoader loader, Set<Class<?>> declared) {
        try {
            Class<?> type = Class.forName(name, false, loader);
            return !declared.contains(type) && (asks(type) || contains(type).anyMatch(InvisibleAnnotations::asks));
        } catch (ClassNotFoundException | LinkageError e) {
            // nothing that is on the class path of the tests: it could not be ours either
            return false;
        }
    }

    private static Stream<Class<?>> contains(Class<?> container) {
        return Stream.of(container.getDeclaredMethods())
                .filter(method -> method.getName().equals("value"))
                .map(Method::getReturnType)
                .filter(Class::isArray)
                .<Class<?>>map(Class::getComponentType)
                .filter(Class::isAnnotation);
    }

    private static boolean asks(Class<?> type) {
        return !ReliabilityTests.asking(AnnotationScanner.ofComposed(type)).isEmpty()
                || AnnotationSupport.isAnnotated(type, SteadyStateProbe.class);
    }
}
