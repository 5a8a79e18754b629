package dev.reliability.internal.jupiter;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Tells JUnit that experiments run one at a time, so that it does not start a test whose experiment would only wait. With
 * {@code reliability.parallel=targets} the runner alone keeps those apart that have a target in common.
 */
public final class ExperimentLocks implements ResourceLocksProvider {

    private static final String SETTING = "reliability.parallel";

    @Override
    public Set<Lock> provideForMethod(List<Class<?>> enclosing, Class<?> testClass, Method testMethod) {
        return "targets".equals(parallel()) ? Set.of() : Set.of(new Lock("dev.reliability.experiment"));
    }

    private static String parallel() {
        String property = System.getProperty(SETTING, System.getenv("RELIABILITY_PARALLEL"));
        if (property != null) {
            return property;
        }
        // The provider is asked before any configuration parameter can be: the file is all there is.
        Properties file = new Properties();
        try (InputStream stream =
                Thread.currentThread().getContextClassLoader().getResourceAsStream("junit-platform.properties")) {
            if (stream != null) {
                file.load(stream);
            }
        } catch (IOException e) {
            return "";
        }
        return file.getProperty(SETTING, "");
    }
}
