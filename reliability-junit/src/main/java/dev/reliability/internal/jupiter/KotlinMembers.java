package dev.reliability.internal.jupiter;

import dev.reliability.internal.classfile.ClassFile;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.junit.SteadyStateProbe;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Members that are written in Kotlin where no test class has them: in a companion object without {@code @JvmStatic}, or at the
 * top level of a file. They would be passed over, and a test without its probe is green.
 */
public final class KotlinMembers {

    private static final List<Class<? extends Annotation>> OURS =
            List.of(ReliabilityTarget.class, ReliabilityProperty.class, SteadyStateProbe.class);
    private static final String METADATA = "kotlin.Metadata";
    private static final int FILE = 2;
    private static final String TOP_LEVEL =
            "it stands at the top level of a file, and so in no test class: move it into the class";
    private static final String COMPANION_FIELD = "the companion object has it and not the test class: add @JvmField";
    private static final String COMPANION =
            "the companion object has it and not the test class: add @JvmStatic, or move it into the class";

    /** A class is looked through once, however often its tests are invoked. */
    private static final ClassValue<List<String>> PROBLEMS = new ClassValue<>() {
        @Override
        protected List<String> computeValue(Class<?> type) {
            return List.copyOf(lookUp(type));
        }
    };

    private KotlinMembers() {}

    /**
     * A member in the wrong place.
     *
     * @param what annotation and member
     * @param why it is the wrong place, and what to write
     */
    public record Misplaced(String what, String why) {}

    /** Returns what is in the wrong place of the files that these classes and what they inherit are written in. */
    static List<String> problems(List<Class<?>> classes) {
        return classes.stream()
                .flatMap(type -> PROBLEMS.get(type).stream())
                .distinct()
                .toList();
    }

    private static List<String> lookUp(Class<?> type) {
        List<String> problems = new ArrayList<>();
        for (Class<?> level : hierarchy(type)) {
            if (kind(level) == 0) {
                continue;
            }
            Stream.concat(Stream.of(level.getDeclaredClasses()), file(level).stream())
                    .flatMap(place -> misplaced(place).stream())
                    .forEach(found -> problems.add(found.what() + ": " + found.why()));
        }
        return problems;
    }

    /** Returns the members of a class that should be in another one: of none unless Kotlin made it of a companion or a file. */
    public static List<Misplaced> misplaced(Class<?> place) {
        List<Misplaced> all = new ArrayList<>();
        if (isFile(place) || isCompanion(place)) {
            for (Field field : place.getDeclaredFields()) {
                add(field, isFile(place) ? TOP_LEVEL : COMPANION_FIELD, all);
            }
            for (Method method : place.getDeclaredMethods()) {
                if (!method.isSynthetic() && !isCopied(place, method)) {
                    add(method, isFile(place) ? TOP_LEVEL : COMPANION, all);
                }
            }
        }
        return all;
    }

    private static <M extends AnnotatedElement & Member> void add(M member, String why, List<Misplaced> all) {
        OURS.stream()
                .filter(annotation -> AnnotationSupport.isAnnotated(member, annotation))
                .map(annotation -> "@" + annotation.getSimpleName() + " on " + name(member))
                .forEach(what -> all.add(new Misplaced(what, why)));
    }

    private static String name(Member member) {
        Class<?> around = member.getDeclaringClass().getDeclaringClass();
        return (around == null ? "" : around.getSimpleName() + ".") + TestMembers.name(member);
    }

    /** Tells whether a member of a companion object is there once more, as a static one of the class around it. */
    public static boolean isCopied(Class<?> place, Member member) {
        return member instanceof Method method
                && isCompanion(place)
                && Stream.of(place.getDeclaringClass().getDeclaredMethods())
                        .anyMatch(other -> Modifier.isStatic(other.getModifiers())
                                && other.getName().equals(method.getName())
                                && List.of(other.getParameterTypes()).equals(List.of(method.getParameterTypes())));
    }

    /** Returns the name that a function has in the source: to that of an internal one the compiler adds the module's. */
    static String name(Method method) {
        int end = method.getName().indexOf('$');
        return end > 0 && kind(method.getDeclaringClass()) != 0
                ? method.getName().substring(0, end)
                : method.getName();
    }

    private static boolean isCompanion(Class<?> type) {
        Class<?> around = kind(type) != 0 ? type.getDeclaringClass() : null;
        return around != null
                && Stream.of(around.getDeclaredFields())
                        .anyMatch(field -> field.getType() == type
                                && field.getName().equals(type.getSimpleName())
                                && Modifier.isStatic(field.getModifiers()));
    }

    private static boolean isFile(Class<?> type) {
        return kind(type) == FILE;
    }

    /** Returns the class that the compiler makes of the top level of the file in which a class is written. */
    private static Optional<Class<?>> file(Class<?> type) {
        return ClassFile.of(type)
                .flatMap(ClassFile::source)
                .map(source -> source.replaceAll("\\.kts?$", "").replaceAll("\\W", "_"))
                .filter(name -> !name.isEmpty())
                .map(name ->
                        type.getPackageName() + "." + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Kt")
                .flatMap(name -> load(name.startsWith(".") ? name.substring(1) : name, type.getClassLoader()));
    }

    private static Optional<Class<?>> load(String name, ClassLoader loader) {
        try {
            return Optional.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            // a file without a top level has no class
            return Optional.empty();
        }
    }

    /** Returns what the Kotlin compiler says of a class that it made, or 0 for one of another language. */
    private static int kind(Class<?> type) {
        for (Annotation annotation : type.getDeclaredAnnotations()) {
            if (annotation.annotationType().getName().equals(METADATA)) {
                try {
                    return (int) annotation.annotationType().getMethod("k").invoke(annotation);
                } catch (ReflectiveOperationException e) {
                    return 1;
                }
            }
        }
        return 0;
    }

    private static Set<Class<?>> hierarchy(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Class<?> level = type; level != null && level != Object.class; level = level.getSuperclass()) {
            all.add(level);
            for (Class<?> implemented : level.getInterfaces()) {
                all.addAll(hierarchy(implemented));
            }
        }
        return all;
    }
}
