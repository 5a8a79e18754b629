package dev.reliability.internal.jupiter;

import dev.reliability.internal.classfile.Libraries;
import dev.reliability.internal.spring.SpringEnvironment;
import dev.reliability.spi.ApplicationProperties;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Finds the configuration of the application that a test runs in this JVM. */
final class ApplicationUnderTest {

    private static final String SPRING = "org.springframework.test.context.junit.jupiter.SpringExtension";
    private static final boolean SPRING_IS_THERE = Libraries.has(SPRING);

    private ApplicationUnderTest() {}

    static Optional<ApplicationProperties> of(ExtensionContext context) {
        return SPRING_IS_THERE ? SpringEnvironment.of(context) : Optional.empty();
    }

    /** Tells whether a test has an application, given its class with those around it. */
    static boolean isIn(List<Class<?>> classes) {
        return SPRING_IS_THERE && SpringEnvironment.runs(classes);
    }
}
