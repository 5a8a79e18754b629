package dev.reliability.internal.jupiter;

import dev.reliability.experiment.ExperimentBuilder;
import dev.reliability.internal.plan.Names;
import dev.reliability.internal.plan.Profile;
import dev.reliability.junit.ReliabilityProperty;
import dev.reliability.junit.ReliabilityTarget;
import dev.reliability.spi.PlanException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Reads the fields and methods of a test class, and of the classes around it, that say what names stand for. */
public final class TestMembers {

    private final List<Class<?>> classes;
    private final List<Object> instances;

    TestMembers(List<Class<?>> classes, List<Object> instances) {
        this.classes = classes;
        this.instances = instances;
    }

    /** Returns the members of a test's class and of the classes around it, outermost first. */
    static TestMembers of(ExtensionContext context) {
        List<Class<?>> classes = new ArrayList<>(context.getEnclosingTestClasses());
        context.getTestClass().ifPresent(classes::add);
        List<Object> instances =
                context.getTestInstances().map(all -> all.getAllInstances()).orElse(List.of());
        return new TestMembers(classes, instances);
    }

    /** Returns the static members of a class that is not run by Jupiter. */
    public static TestMembers of(Class<?> type) {
        return new TestMembers(List.of(type), List.of());
    }

    List<Class<?>> classes() {
        return classes;
    }

    /** Returns the instance of a class of the test, if there is one yet. */
    Optional<Object> instanceOf(Class<?> type) {
        return instances.stream().filter(type::isInstance).reduce((outer, inner) -> inner);
    }

    /**
     * Tells an experiment what the names stand for, but for those that the profile decides.
     *
     * @param parameters the values of the test platform
     * @param targets sees each target with the member that holds it, before the experiment does
     */
    public void contributeTo(
            ExperimentBuilder experiment,
            Function<String, Optional<String>> parameters,
            BiConsumer<Member, Object> targets) {
        Optional<Profile> profile = profile(parameters);
        each(
                ReliabilityTarget.class,
                ReliabilityTarget::value,
                name -> profile.filter(found -> found.declaresTarget(name)).isEmpty(),
                (name, member, value) -> {
                    targets.accept(member, value);
                    experiment.target(name, value);
                });
        each(
                ReliabilityProperty.class,
                ReliabilityProperty::value,
                name -> profile.filter(found -> found.decides(name)).isEmpty(),
                (name, member, value) -> experiment.property(name, String.valueOf(value)));
    }

    /**
     * Returns the profile that decides what names stand for. A class may choose it itself, by a property.
     *
     * @param parameters the values of the test platform
     * @return empty if there is none, or none can be told; whoever plans the test says why
     */
    public Optional<Profile> profile(Function<String, Optional<String>> parameters) {
        Map<String, String> chosen = new HashMap<>();
        try {
            each(
                    ReliabilityProperty.class,
                    ReliabilityProperty::value,
                    Profile.CHOICE::equals,
                    (name, member, value) -> chosen.put(name, String.valueOf(value)));
            return Optional.of(Names.profile(chosen, parameters));
        } catch (PlanException | ExtensionConfigurationException e) {
            return Optional.empty();
        }
    }

    /**
     * Says which members choose the profile although they can only be read when static targets are started already, which the
     * profile may decide.
     *
     * @param perClass whether there is one instance of the class, before anything is started
     */
    List<String> choosesProfileTooLate(boolean perClass) {
        if (perClass || classes.stream().noneMatch(TestMembers::holdsTarget)) {
            return List.of();
        }
        List<Member> members = new ArrayList<>();
        for (Class<?> type : classes) {
            members.addAll(fields(type, ReliabilityProperty.class));
            members.addAll(DeclaredMembers.of(type).methods(ReliabilityProperty.class));
        }
        return members.stream()
                .filter(member -> !Modifier.isStatic(member.getModifiers()))
                .filter(member ->
                        annotation(member, ReliabilityProperty.class).value().equals(Profile.CHOICE))
                .map(member -> "@ReliabilityProperty(\"" + Profile.CHOICE + "\") on " + name(member)
                        + ": the profile decides which static targets are started, before there is an instance of the"
                        + " class; make it static")
                .toList();
    }

    private static boolean holdsTarget(Class<?> type) {
        return fields(type, ReliabilityTarget.class).stream()
                .anyMatch(field -> Modifier.isStatic(field.getModifiers()));
    }

    /** Tells whether the profile says what the target of a member is, so that the member is of no account. */
    public static boolean decided(Member member, Optional<Profile> profile) {
        String name = annotation(member, ReliabilityTarget.class).value();
        return profile.filter(found -> found.declaresTarget(name)).isPresent();
    }

    private interface Reader {
        void read(String name, Member member, Object value);
    }

    /** Returns the fields with an annotation in one class and its superclasses, as they are written, superclasses first. */
    public static List<Field> fields(Class<?> type, Class<? extends Annotation> annotation) {
        return DeclaredMembers.of(type).fields(annotation);
    }

    private <A extends Annotation> void each(
            Class<A> annotation, Function<A, String> naming, Predicate<String> wanted, Reader reader) {
        for (Class<?> type : classes) {
            for (Field field : fields(type, annotation)) {
                String name = naming.apply(annotation(field, annotation));
                if (wanted.test(name)) {
                    reader.read(name, field, read(field, type, annotation, target -> get(field, target)));
                }
            }
            for (Method method : DeclaredMembers.of(type).methods(annotation)) {
                String name = naming.apply(annotation(method, annotation));
                if (!wanted.test(name)) {
                    continue;
                }
                if (method.getParameterCount() > 0) {
                    throw new ExtensionConfigurationException(
                            "@" + annotation.getSimpleName() + " on " + name(method) + ": "
                                    + (JUnitVersion.suspends(method)
                                            ? "the function suspends: take suspend away"
                                            : "the method has parameters"));
                }
                reader.read(
                        name,
                        method,
                        read(method, type, annotation, target -> ReflectionSupport.invokeMethod(method, target)));
            }
        }
    }

    private Object read(
            Member member,
            Class<?> type,
            Class<? extends Annotation> annotation,
            Function<@Nullable Object, @Nullable Object> reader) {
        Object target = null;
        if (!Modifier.isStatic(member.getModifiers())) {
            target = instanceOf(type)
                    .orElseThrow(() -> new ExtensionConfigurationException("@" + annotation.getSimpleName() + " on "
                            + name(member) + ": there is no instance of the class yet; make it static"));
        }
        Object value = reader.apply(target);
        if (value == null) {
            throw new ExtensionConfigurationException(
                    "@" + annotation.getSimpleName() + " on " + name(member) + ": the value is null");
        }
        return value;
    }

    private static @Nullable Object get(Field field, @Nullable Object target) {
        try {
            field.setAccessible(true);
            return field.get(target);
        } catch (IllegalAccessException e) {
            throw new ExtensionConfigurationException("cannot read " + name(field), e);
        }
    }

    static <A extends Annotation> A annotation(Member member, Class<A> annotation) {
        return AnnotationSupport.findAnnotation((java.lang.reflect.AnnotatedElement) member, annotation)
                .orElseThrow();
    }

    static String name(Member member) {
        return member.getDeclaringClass().getSimpleName() + "." + member.getName();
    }
}
