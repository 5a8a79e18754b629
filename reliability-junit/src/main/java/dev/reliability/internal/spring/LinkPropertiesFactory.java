package dev.reliability.internal.spring;

import dev.reliability.internal.classfile.Libraries;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/**
 * Tells applications of Spring to connect to the links of their tests; named in {@code META-INF/spring.factories}. A context is the
 * same for Spring as long as the links and what they are called are. Spring calls it for each of its tests, those of TestNG included.
 */
public final class LinkPropertiesFactory implements ContextCustomizerFactory {

    private static final boolean JUNIT_IS_THERE = Libraries.has("org.junit.platform.commons.support.AnnotationSupport");

    /** Called by Spring. */
    public LinkPropertiesFactory() {}

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        List<LinkProperties.Property> properties = JUNIT_IS_THERE ? LinkFields.of(testClass) : List.of();
        return properties.isEmpty() ? null : new LinkProperties(properties);
    }
}
