package dev.reliability.internal.plan;

import dev.reliability.spi.PlanException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What names stand for in one place: the file {@code reliability-PROFILE.properties} of the test class path. */
public final class Profile {

    private static final String DEFAULT = "local";

    /** What else is said of a target. */
    private static final Set<String> ATTRIBUTES = Set.of(".health", ".identity", ".pods", ".start");

    /** A class path does not change under a running test, but it is looked through for every invocation. */
    private static final Map<ClassLoader, Map<String, Optional<Map<String, String>>>> READ = new WeakHashMap<>();

    private final String name;
    private final Map<String, String> values;

    private Profile(String name, Map<String, String> values) {
        this.name = name;
        this.values = values;
    }

    /**
     * Reads the profile that {@code reliability.profile} chooses. The default one may be absent, a chosen one may not.
     *
     * @throws PlanException if a chosen profile has no file
     */
    static Profile chosen(Function<String, Optional<String>> settings) {
        Optional<String> chosen = settings.apply("reliability.profile");
        String name = chosen.orElse(DEFAULT);
        Map<String, String> values = read(name).orElse(null);
        if (values == null && chosen.isPresent()) {
            throw new PlanException("profile \"" + name + "\" is chosen by reliability.profile, but there is no "
                    + file(name) + " on the test class path");
        }
        return new Profile(name, values == null ? Map.of() : values);
    }

    private static Optional<Map<String, String>> read(String name) {
        ClassLoader loader = Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElseGet(Profile.class::getClassLoader);
        synchronized (READ) {
            return READ.computeIfAbsent(loader, key -> new HashMap<>())
                    .computeIfAbsent(name, key -> read(name, loader));
        }
    }

    private static Optional<Map<String, String>> read(String name, ClassLoader loader) {
        try (InputStream stream = loader.getResourceAsStream(file(name))) {
            if (stream == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            return Optional.of(properties.stringPropertyNames().stream()
                    .collect(Collectors.toMap(
                            key -> key, key -> properties.getProperty(key).strip())));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file(name), e);
        }
    }

    private static String file(String name) {
        return "reliability-" + name + ".properties";
    }

    /** Returns the profile's name. */
    public String name() {
        return name;
    }

    /** Returns the name of its file. */
    public String source() {
        return file(name);
    }

    /** Returns a value as it is written. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Returns everything that has a value. */
    public Set<String> keys() {
        return values.keySet();
    }

    /** Returns the names that are given a value of a sort: {@code target}, {@code signal} or {@code alarm}. */
    public Set<String> names(String sort) {
        return values.keySet().stream()
                .filter(key -> key.startsWith(sort + "."))
                .map(key -> key.substring(sort.length() + 1))
                .filter(key -> ATTRIBUTES.stream().noneMatch(key::endsWith))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
