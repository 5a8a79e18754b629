package dev.reliability.internal.engine;

import dev.reliability.junit.ExperimentFiles;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;

/** The classes that name experiment files. */
public final class Containers {

    private Containers() {}

    /** Tells whether the files that a class names are run. */
    static boolean isContainer(Class<?> type) {
        return type.isAnnotationPresent(ExperimentFiles.class) && ineffective(type).isEmpty();
    }

    /** Says why the files that a class names are not run, as the end of a sentence; empty when they are. */
    public static Optional<String> ineffective(Class<?> type) {
        if (Modifier.isPrivate(type.getModifiers())) {
            return Optional.of("the class is private");
        }
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return Optional.of("the class is abstract: put it on a concrete one");
        }
        boolean inner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
        return inner || type.isLocalClass() || type.isAnonymousClass()
                ? Optional.of("the class is an inner class: make it static or a top-level one")
                : Optional.empty();
    }

    /** Finds the files that a class names. */
    public static FileFinder.Result files(Class<?> type) {
        ClassLoader own = type.getClassLoader();
        return FileFinder.find(
                List.of(type.getAnnotation(ExperimentFiles.class).value()), own == null ? loader() : own);
    }

    static ClassLoader loader() {
        return Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElse(Containers.class.getClassLoader());
    }
}
