package dev.reliability.internal.gate;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.support.AnnotationSupport;

/** The tags of tests, as JUnit filters by them. */
final class Tags {

    private Tags() {}

    static Set<String> of(List<Class<?>> chain, Method method) {
        return Stream.concat(chain.stream(), Stream.of(method))
                .flatMap(Tags::of)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> of(AnnotatedElement element) {
        return AnnotationSupport.findRepeatableAnnotations(element, Tag.class).stream()
                .map(tag -> tag.value().strip());
    }
}
