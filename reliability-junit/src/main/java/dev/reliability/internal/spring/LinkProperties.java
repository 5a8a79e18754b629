package dev.reliability.internal.spring;

import dev.reliability.local.Link;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * The properties that lead an application through links. Equal if the links are the same, so that a context is cached as always.
 *
 * @param properties them, those of the test class itself first
 */
record LinkProperties(List<Property> properties) implements ContextCustomizer {

    /** Copies the list. */
    LinkProperties {
        properties = List.copyOf(properties);
    }

    /**
     * One property.
     *
     * @param link the link
     * @param name of the property
     * @param value its value, with the parts of the link's address in braces
     */
    record Property(Link link, String name, String value) {

        String filled() {
            return value.replace("{address}", link.address())
                    .replace("{host}", link.host())
                    .replace("{port}", String.valueOf(link.port()));
        }
    }

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        Map<String, Object> values = new LinkedHashMap<>();
        properties.forEach(property -> values.putIfAbsent(property.name(), property.filled()));
        context.addBeanFactoryPostProcessor(new First(
                context.getEnvironment().getPropertySources(), new MapPropertySource("reliability links", values)));
    }

    /** Which customizer comes last, and so puts its properties before those of the others, is up to the order of the class path. */
    private static final class First implements BeanDefinitionRegistryPostProcessor {

        private final MutablePropertySources all;
        private final MapPropertySource own;

        First(MutablePropertySources all, MapPropertySource own) {
            this.all = all;
            this.own = own;
            all.addFirst(own);
        }

        @Override
        public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
            all.addFirst(own);
        }

        @Override
        public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {}
    }
}
