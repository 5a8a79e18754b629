package dev.reliability.internal.plan;

import dev.reliability.spi.PlanException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
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
    private static final String TARGET = "target";

    /** The setting that chooses it. */
    public static final String CHOICE = "reliability.profile";

    /** A class path does not change under a running test, but it is looked through for every invocation. */
    private static final Map<ClassLoader, Map<String, Optional<Profile>>> READ = new WeakHashMap<>();

    private final String name;
    private final Map<String, String> values;
    private final TargetKeys targets;

    private Profile(String name, Map<String, String> values) {
        this.name = name;
        this.values = values;
        this.targets = new TargetKeys(values, BackEnds.loaded());
    }

    /**
     * Reads the profile that {@code reliability.profile} chooses. The default one may be absent, a chosen one may not.
     *
     * @throws PlanException if a chosen profile has no file
     */
    static Profile chosen(Function<String, Optional<String>> settings) {
        Optional<String> chosen = settings.apply(CHOICE);
        String name = chosen.orElse(DEFAULT);
        Optional<Profile> profile = read(name);
        if (profile.isEmpty() && chosen.isPresent()) {
            throw new PlanException("profile \"" + name + "\" is chosen by reliability.profile, but there is no "
                    + file(name) + " on the test class path");
        }
        return profile.orElseGet(Profile::none);
    }

    static Profile none() {
        return Empty.PROFILE;
    }

    private static Optional<Profile> read(String name) {
        ClassLoader loader = Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElseGet(Profile.class::getClassLoader);
        synchronized (READ) {
            return READ.computeIfAbsent(loader, key -> new HashMap<>())
                    .computeIfAbsent(name, key -> read(name, loader));
        }
    }

    private static Optional<Profile> read(String name, ClassLoader loader) {
        try (InputStream stream = loader.getResourceAsStream(file(name))) {
            if (stream == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
            return Optional.of(new Profile(
                    name,
                    properties.stringPropertyNames().stream().collect(Collectors.toMap(key -> key, key -> properties
                            .getProperty(key)
                            .strip()))));
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

    /** Returns what is wrong with it, a sentence each. */
    List<String> problems() {
        return targets.problems();
    }

    /**
     * Tells whether it says what the name of a target stands for. What a test class declares for that name is then of no
     * account, and not started.
     */
    public boolean declaresTarget(String target) {
        return values.containsKey(TARGET + "." + target);
    }

    /**
     * Tells whether it decides a value, whatever a test class says: every profile does, but for the default one, which is that
     * of the machine on which the tests are written.
     */
    public boolean decides(String key) {
        return !name.equals(DEFAULT) && values.containsKey(key);
    }

    /** Returns everything that has a value. */
    public Set<String> keys() {
        return values.keySet();
    }

    /** Returns the names that are given a value of a sort: {@code target}, {@code signal} or {@code alarm}. */
    public Set<String> names(String sort) {
        if (sort.equals(TARGET)) {
            return targets.names();
        }
        return values.keySet().stream()
                .filter(key -> key.startsWith(sort + "."))
                .map(key -> key.substring(sort.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static final class Empty {

        static final Profile PROFILE = new Profile(DEFAULT, Map.of());
    }
}
