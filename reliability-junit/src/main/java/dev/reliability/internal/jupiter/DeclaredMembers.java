package dev.reliability.internal.jupiter;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * The annotated members of a class, looked up once: to go through its hierarchy again for each invocation would cost more
 * than the rest of a test without faults.
 */
final class DeclaredMembers {

    private static final ClassValue<DeclaredMembers> OF = new ClassValue<>() {
        @Override
        protected DeclaredMembers computeValue(Class<?> type) {
            return new DeclaredMembers(type);
        }
    };

    private final Class<?> type;
    private final Map<Class<? extends Annotation>, List<Field>> fields = new ConcurrentHashMap<>();
    private final Map<Class<? extends Annotation>, List<Method>> methods = new ConcurrentHashMap<>();

    private DeclaredMembers(Class<?> type) {
        this.type = type;
    }

    static DeclaredMembers of(Class<?> type) {
        return OF.get(type);
    }

    /** Returns the fields with an annotation as they are written, superclasses first. */
    List<Field> fields(Class<? extends Annotation> annotation) {
        return fields.computeIfAbsent(annotation, this::find);
    }

    /** Returns the methods with an annotation, superclasses first. */
    List<Method> methods(Class<? extends Annotation> annotation) {
        return methods.computeIfAbsent(
                annotation,
                wanted -> List.copyOf(
                        AnnotationSupport.findAnnotatedMethods(type, wanted, HierarchyTraversalMode.TOP_DOWN)));
    }

    private List<Field> find(Class<? extends Annotation> annotation) {
        List<Field> found = new ArrayList<>(AnnotationSupport.findAnnotatedFields(
                type, annotation, field -> true, HierarchyTraversalMode.TOP_DOWN));
        // JUnit gives those of one class in the order of hash codes, but a process may need the one above it to start
        found.sort(Comparator.<Field>comparingInt(field -> generation(field.getDeclaringClass()))
                .thenComparingInt(field -> position(field)));
        return List.copyOf(found);
    }

    private static int generation(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        return parent == null ? 0 : 1 + generation(parent);
    }

    private static int position(Field field) {
        return Arrays.asList(field.getDeclaringClass().getDeclaredFields()).indexOf(field);
    }
}
