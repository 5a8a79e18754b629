package dev.reliability.internal.engine;

import dev.reliability.experiment.Reliability;
import dev.reliability.internal.plan.Names;
import dev.reliability.junit.ExperimentFiles;
import dev.reliability.spi.PlanException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestTag;

/** The classes that name experiment files. */
public final class Containers {

    private Containers() {}

    /** Tells whether the files that a class names are run. */
    static boolean isContainer(Class<?> type) {
        return type.isAnnotationPresent(ExperimentFiles.class)
                && ineffective(type).isEmpty();
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

    /**
     * Finds the files that a class names.
     *
     * @param parameters the values that placeholders of the places take first
     */
    public static FileFinder.Result files(Class<?> type, Function<String, Optional<String>> parameters) {
        ClassLoader own = type.getClassLoader();
        List<String> places = new ArrayList<>();
        List<FileFinder.Problem> problems = new ArrayList<>();
        for (String place : type.getAnnotation(ExperimentFiles.class).value()) {
            try {
                places.add(place.contains("${") ? filled(place, parameters) : place);
            } catch (IllegalArgumentException | PlanException e) {
                problems.add(new FileFinder.Problem(place, String.valueOf(e.getMessage())));
            }
        }
        if (places.isEmpty() && !problems.isEmpty()) {
            return new FileFinder.Result(List.of(), problems);
        }
        FileFinder.Result found = FileFinder.find(places, own == null ? loader() : own);
        problems.addAll(found.problems());
        return new FileFinder.Result(found.files(), problems);
    }

    /** Returns the tags of a file that a class names, as JUnit filters by them. */
    public static Set<String> tags(Class<?> type, Path file) {
        return Stream.of(
                        FilesDescriptor.tags(type),
                        List.of(FileDescriptor.RELIABILITY),
                        FileDescriptor.valid(FileDescriptor.Header.of(file).tags()))
                .flatMap(Collection::stream)
                .map(TestTag::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String filled(String place, Function<String, Optional<String>> parameters) {
        return Names.of(Reliability.experiment(place).parameters(parameters).build())
                .fill(place);
    }

    static ClassLoader loader() {
        return Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElse(Containers.class.getClassLoader());
    }
}
