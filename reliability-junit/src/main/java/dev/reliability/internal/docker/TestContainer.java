package dev.reliability.internal.docker;

import dev.reliability.spi.PlanException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container that a test holds as an object of Testcontainers, 1.x or 2.x. It is asked by reflection, so that neither is needed on
 * the class path.
 *
 * @param id of the container as it runs now; another one after {@code stop()} and {@code start()}
 * @param engine address of the engine that it is in, if Testcontainers says so
 */
record TestContainer(String id, Optional<String> engine) {

    private static final String STATE = "org.testcontainers.containers.ContainerState";
    private static final String FACTORY = "org.testcontainers.DockerClientFactory";

    /**
     * Reads one.
     *
     * @param system what a test declares
     * @return empty if it is something else
     * @throws PlanException if it was not started
     */
    static Optional<TestContainer> of(Object system) {
        return state(system.getClass()).map(state -> {
            try {
                Object id = state.getMethod("getContainerId").invoke(system);
                if (id == null) {
                    throw new PlanException("the container was not started: annotate it with @Container, or start it in"
                            + " @BeforeAll or @BeforeEach");
                }
                return new TestContainer(id.toString(), engine(state.getClassLoader()));
            } catch (ReflectiveOperationException e) {
                throw new PlanException("this version of Testcontainers does not say which container it is: " + e, e);
            }
        });
    }

    private static Optional<Class<?>> state(@Nullable Class<?> type) {
        if (type == null) {
            return Optional.empty();
        }
        if (type.getName().equals(STATE)) {
            return Optional.of(type);
        }
        for (Class<?> parent : type.getInterfaces()) {
            Optional<Class<?>> found = state(parent);
            if (found.isPresent()) {
                return found;
            }
        }
        return state(type.getSuperclass());
    }

    private static Optional<String> engine(@Nullable ClassLoader loader) {
        try {
            Class<?> factory = Class.forName(FACTORY, true, loader);
            Object instance = factory.getMethod("instance").invoke(null);
            Object transport = factory.getMethod("getTransportConfig").invoke(instance);
            Method host = transport.getClass().getMethod("getDockerHost");
            return Optional.ofNullable(host.invoke(transport)).map(Object::toString);
        } catch (InvocationTargetException e) {
            throw new PlanException("Testcontainers has no engine: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }
}
