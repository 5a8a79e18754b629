package dev.reliability.internal.spring;

import dev.reliability.spi.ApplicationProperties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * The environment of the application context of a Spring test. The context is the one that the test has got from Spring already:
 * none is loaded for this, and a test that Spring does not run has none.
 */
public final class SpringEnvironment implements ApplicationProperties {

    private static final String SERVER_PORT = "local.server.port";

    private final Environment environment;

    private SpringEnvironment(Environment environment) {
        this.environment = environment;
    }

    /** Returns the environment of a test that Spring runs, else empty. */
    public static Optional<ApplicationProperties> of(ExtensionContext context) {
        List<Class<?>> classes = new ArrayList<>(context.getEnclosingTestClasses());
        context.getTestClass().ifPresent(classes::add);
        if (!runs(classes)) {
            return Optional.empty();
        }
        return Optional.of(new SpringEnvironment(
                SpringExtension.getApplicationContext(context).getEnvironment()));
    }

    /** Tells whether Spring runs the tests of a class, given with those around it. */
    public static boolean runs(List<Class<?>> classes) {
        return classes.stream().anyMatch(SpringEnvironment::bringsSpring);
    }

    private static boolean bringsSpring(Class<?> type) {
        return AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream()
                        .flatMap(annotation -> List.of(annotation.value()).stream())
                        .anyMatch(SpringExtension.class::isAssignableFrom)
                || !AnnotationSupport.findAnnotatedFields(
                                type,
                                RegisterExtension.class,
                                field -> SpringExtension.class.isAssignableFrom(field.getType()))
                        .isEmpty();
    }

    @Override
    public String source() {
        return "the environment of the Spring application";
    }

    @Override
    public Optional<String> value(String name) {
        Optional<String> value = Optional.ofNullable(environment.getProperty(name));
        if (value.isEmpty() && name.equals(SERVER_PORT)) {
            throw new IllegalArgumentException(
                    "placeholder ${" + SERVER_PORT + "} has no value: the Spring application does"
                            + " not listen; start it with @SpringBootTest(webEnvironment = RANDOM_PORT)");
        }
        return value;
    }

    @Override
    public Collection<String> names() {
        Collection<String> names = new TreeSet<>();
        if (environment instanceof ConfigurableEnvironment configurable) {
            configurable.getPropertySources().stream()
                    .filter(EnumerablePropertySource.class::isInstance)
                    .map(source -> ((EnumerablePropertySource<?>) source).getPropertyNames())
                    .forEach(some -> names.addAll(List.of(some)));
        }
        return names;
    }
}
