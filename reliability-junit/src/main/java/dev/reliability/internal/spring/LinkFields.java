package dev.reliability.internal.spring;

import dev.reliability.internal.evidence.TestUnderWay;
import dev.reliability.internal.plan.Names;
import dev.reliability.internal.plan.Profile;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.local.Link;
import dev.reliability.spi.PlanException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The properties that the links in the fields of a test class have for its application. */
final class LinkFields {

    private LinkFields() {}

    /** Returns them, what is nearer to the test first. */
    static List<LinkProperties.Property> of(Class<?> testClass) {
        List<LinkProperties.Property> properties = new ArrayList<>();
        for (Class<?> type = testClass; type != null; type = around(type)) {
            for (Field field : AnnotationSupport.findAnnotatedFields(
                    type, ReliabilityTarget.class, field -> true, HierarchyTraversalMode.BOTTOM_UP)) {
                properties.addAll(of(field, testClass));
            }
        }
        return properties;
    }

    private static @Nullable Class<?> around(Class<?> type) {
        return Modifier.isStatic(type.getModifiers()) ? null : type.getDeclaringClass();
    }

    private static List<LinkProperties.Property> of(Field field, Class<?> testClass) {
        ReliabilityTarget annotation = field.getAnnotation(ReliabilityTarget.class);
        if (annotation == null || annotation.properties().length == 0) {
            return List.of();
        }
        if (isDecided(annotation.value(), testClass)) {
            return List.of();
        }
        Link link = link(annotation, field);
        List<LinkProperties.Property> properties = new ArrayList<>();
        for (String property : annotation.properties()) {
            int equals = property.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(where(annotation, field) + ": \"" + property
                        + "\" is no property: write NAME=VALUE, with {address}, or {host} and {port}, of the link");
            }
            properties.add(new LinkProperties.Property(
                    link,
                    property.substring(0, equals).strip(),
                    property.substring(equals + 1).strip()));
        }
        return properties;
    }

    /** A target of the profile is somewhere else, and its application with it; what is wrong with the profile is said by the plan. */
    private static boolean isDecided(String target, Class<?> testClass) {
        try {
            return Names.profile(profileOf(testClass), TestUnderWay.parameters())
                    .declaresTarget(target);
        } catch (PlanException e) {
            return false;
        }
    }

    /** A class may choose the profile itself, as far as that is known without an instance of it; what is nearer to the test counts. */
    private static Map<String, String> profileOf(Class<?> testClass) {
        for (Class<?> type = testClass; type != null; type = around(type)) {
            Stream<? extends Member> members = Stream.concat(
                    AnnotationSupport.findAnnotatedMethods(
                            type, ReliabilityProperty.class, HierarchyTraversalMode.BOTTOM_UP)
                            .stream(),
                    AnnotationSupport.findAnnotatedFields(
                            type, ReliabilityProperty.class, field -> true, HierarchyTraversalMode.BOTTOM_UP)
                            .stream());
            Optional<Object> chosen =
                    members.filter(LinkFields::choosesProfile).findFirst().map(LinkFields::read);
            if (chosen.isPresent()) {
                return Map.of(Profile.CHOICE, chosen.get().toString());
            }
        }
        return Map.of();
    }

    private static boolean choosesProfile(Member member) {
        return Modifier.isStatic(member.getModifiers())
                && ((AnnotatedElement) member)
                        .getAnnotation(ReliabilityProperty.class)
                        .value()
                        .equals(Profile.CHOICE);
    }

    private static @Nullable Object read(Member member) {
        return member instanceof Field field
                ? ReflectionSupport.tryToReadFieldValue(field, null)
                        .toOptional()
                        .orElse(null)
                : ReflectionSupport.invokeMethod((Method) member, null);
    }

    private static Link link(ReliabilityTarget annotation, Field field) {
        try {
            if (Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                if (field.get(null) instanceof Link link) {
                    return link;
                }
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(where(annotation, field) + ": the field cannot be read", e);
        }
        throw new IllegalArgumentException(where(annotation, field)
                + ": there is no link in it before Spring starts the application; write static final Link "
                + field.getName() + " = Link.to(…)");
    }

    private static String where(ReliabilityTarget annotation, Field field) {
        return "@ReliabilityTarget(\"" + annotation.value() + "\", properties) on "
                + field.getDeclaringClass().getSimpleName() + "." + field.getName();
    }
}
