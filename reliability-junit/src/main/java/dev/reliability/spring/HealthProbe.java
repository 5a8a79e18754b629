package dev.reliability.spring;

import dev.reliability.internal.plan.DidYouMean;
import dev.reliability.spi.Observation;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Probe;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Makes steady states of the health of a Spring Boot application that runs in the test JVM, by its actuator and without HTTP; Boot
 * 3 and 4. A method of the test class with {@code @SteadyStateProbe} returns one; it is called once for each run.
 *
 * <pre>{@code
 * @Autowired
 * ApplicationContext application;
 *
 * @SteadyStateProbe(timeout = "1s")
 * Probe staysReady() {
 *     return HealthProbe.of(application, "readiness");
 * }
 * }</pre>
 *
 * <p>A sample is good when the status is {@code UP}; nothing else is, {@code UNKNOWN} included, nor an application that was closed.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class HealthProbe {

    private static final List<String> ENDPOINTS = List.of(
            "org.springframework.boot.health.actuate.endpoint.HealthEndpoint",
            "org.springframework.boot.actuate.health.HealthEndpoint");
    private static final String UP = "UP";

    private final ApplicationContext application;
    private final Object endpoint;
    private final Method health;
    private final String[] path;

    private HealthProbe(ApplicationContext application, Object endpoint, Method health, String[] path) {
        this.application = application;
        this.endpoint = endpoint;
        this.health = health;
        this.path = path;
    }

    /**
     * Returns a probe of the health of an application, of a group or of a component.
     *
     * @param application the context of the application
     * @param path the name of a group such as {@code readiness}, or of a component and those in it; nothing for the whole
     * @throws PlanException if the application has no health endpoint, or nothing of that name
     */
    public static Probe of(ApplicationContext application, String... path) {
        Object endpoint = ENDPOINTS.stream()
                .map(name -> bean(application, name))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new PlanException("the application has no health endpoint: it needs"
                        + " spring-boot-starter-actuator, and management.endpoint.health.access other than none"));
        HealthProbe probe = new HealthProbe(application, endpoint, method(endpoint), path.clone());
        if (probe.ask(probe.path).isEmpty()) {
            String name = String.join("/", path);
            throw new PlanException(
                    "unknown health group or component \"" + name + "\" " + DidYouMean.among(name, probe.known()));
        }
        return Probe.blocking(probe::look, 1);
    }

    private static Optional<Object> bean(ApplicationContext application, String name) {
        ClassLoader loader = application.getClassLoader();
        if (!ClassUtils.isPresent(name, loader)) {
            return Optional.empty();
        }
        Class<?> type = ClassUtils.resolveClassName(name, loader);
        return Optional.ofNullable(application.getBeanProvider(type).getIfAvailable());
    }

    private static Method method(Object endpoint) {
        try {
            return endpoint.getClass().getMethod("healthForPath", String[].class);
        } catch (NoSuchMethodException e) {
            throw new PlanException(
                    "the health endpoint of this version of Spring Boot is unknown: " + e.getMessage(), e);
        }
    }

    /** The names of groups and components. */
    private Collection<String> known() {
        Collection<String> known = new TreeSet<>();
        BeanWrapper whole = new BeanWrapperImpl(ask(new String[0]).orElseThrow());
        if (whole.isReadableProperty("groups") && whole.getPropertyValue("groups") instanceof Collection<?> groups) {
            groups.forEach(group -> known.add(String.valueOf(group)));
        }
        known.addAll(components(whole).keySet());
        return known;
    }

    private Observation look() {
        // beans answer on after their context was closed, as if the application were there
        if (application instanceof ConfigurableApplicationContext context && !context.isActive()) {
            return new Observation(false, UP, "the application is closed");
        }
        return ask(path)
                .map(BeanWrapperImpl::new)
                .map(seen -> new Observation(UP.equals(status(seen)), UP, words(seen)))
                .orElseGet(() -> new Observation(false, UP, "no such health any more"));
    }

    private Optional<Object> ask(String[] of) {
        try {
            return Optional.ofNullable(health.invoke(endpoint, (Object) of));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("health could not be told: " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String words(BeanWrapper seen) {
        List<String> ill = new ArrayList<>();
        components(seen).forEach((name, component) -> {
            String status = status(new BeanWrapperImpl(component));
            if (!UP.equals(status)) {
                ill.add(name + " " + status);
            }
        });
        return ill.isEmpty() ? status(seen) : status(seen) + " (" + String.join(", ", ill) + ")";
    }

    private static String status(BeanWrapper seen) {
        return String.valueOf(seen.getPropertyValue("status.code"));
    }

    private static Map<String, Object> components(BeanWrapper seen) {
        @Nullable
        Object components = seen.isReadableProperty("components") ? seen.getPropertyValue("components") : null;
        return components instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .flatMap(entry -> Stream.ofNullable(entry.getValue())
                                .map(value -> Map.entry(String.valueOf(entry.getKey()), value)))
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new))
                : Map.of();
    }
}
