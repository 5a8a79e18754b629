package dev.reliability.internal.plan;

import dev.reliability.experiment.Experiment;
import dev.reliability.experiment.FailoverSpec;
import dev.reliability.spi.Address;
import dev.reliability.spi.ApplicationProperties;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.TargetContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Looks values up and fills placeholders in: properties of the test, parameters of the test platform, system properties,
 * environment, profile; placeholders, but no settings, also in the configuration of an application in this JVM. {@code ${name:default}} is split at its first colon; values may hold placeholders themselves.
 */
public final class Names implements PlanContext {

    private static final String SIGNAL = "signal.";

    private final Map<String, String> properties;
    private final Function<String, Optional<String>> parameters;
    private final Map<String, String> environment;
    private final Profile profile;
    private final List<String> watched;
    private final Optional<ApplicationProperties> application;

    Names(
            Map<String, String> properties,
            Function<String, Optional<String>> parameters,
            Map<String, String> environment,
            Function<Function<String, Optional<String>>, Profile> profile,
            List<String> watched) {
        this(properties, parameters, environment, profile, watched, Optional.empty());
    }

    private Names(
            Map<String, String> properties,
            Function<String, Optional<String>> parameters,
            Map<String, String> environment,
            Function<Function<String, Optional<String>>, Profile> profile,
            List<String> watched,
            Optional<ApplicationProperties> application) {
        this.watched = List.copyOf(watched);
        this.application = application;
        this.properties = properties;
        this.parameters = parameters;
        this.environment = environment;
        this.profile = profile.apply(this::withoutProfile);
    }

    /** Returns the lookup of an experiment, with the profile that its settings choose. */
    public static Names of(Experiment experiment) {
        List<String> watched =
                experiment.failovers().stream().map(FailoverSpec::signal).toList();
        return new Names(
                experiment.properties(),
                experiment.parameters(),
                System.getenv(),
                Profile::chosen,
                watched,
                experiment.application());
    }

    /** Returns the lookup of a command, which works where no profile can be found as well. */
    public static Names without(Map<String, String> properties) {
        return new Names(properties, name -> Optional.empty(), System.getenv(), chosen -> Profile.none(), List.of());
    }

    /**
     * Returns the profile that values choose.
     *
     * @param properties values that come first
     * @param parameters values that come next, before system properties and the environment
     * @throws PlanException if it is chosen and cannot be found
     */
    public static Profile profile(Map<String, String> properties, Function<String, Optional<String>> parameters) {
        return new Names(properties, parameters, System.getenv(), Profile::chosen, List.of()).profile();
    }

    /** Returns the profile. */
    public Profile profile() {
        return profile;
    }

    @Override
    public Optional<String> value(String name) {
        return lookUp(name).map(this::fill).or(() -> Resolvers.host(name).flatMap(this::resolverOf));
    }

    /** A host that a DNS signal watches is looked up where the signal looks, unless a setting says otherwise. */
    private Optional<String> resolverOf(String host) {
        Stream<String> declared = Stream.concat(
                profile.names("signal").stream(),
                properties.keySet().stream()
                        .filter(key -> key.startsWith(SIGNAL))
                        .map(key -> key.substring(SIGNAL.length())));
        return Stream.concat(watched.stream(), declared)
                .map(this::signalAddress)
                .flatMap(Optional::stream)
                .map(address -> Resolvers.server(address, host))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> signalAddress(String signal) {
        try {
            String name = fill(signal);
            return Optional.of(lookUp(SIGNAL + name).map(this::fill).orElse(name));
        } catch (IllegalArgumentException e) {
            // whoever uses that signal is told
            return Optional.empty();
        }
    }

    /**
     * Returns the lookup for one target.
     *
     * @param target its name; empty for an address without a name
     * @param address where it is, if that is known
     */
    public TargetContext about(String target, Optional<Address> address) {
        return new TargetNames(this, target, address);
    }

    /** Returns the lookup for whatever has an address: by the name that the profile gives it, if it does. */
    public TargetContext about(Address address) {
        String target = profile.names("target").stream()
                .filter(name -> isAt(name, address))
                .findFirst()
                .orElse("");
        return about(target, Optional.of(address));
    }

    private boolean isAt(String target, Address address) {
        try {
            return value("target." + target)
                    .filter(text -> Address.parse(text).equals(address))
                    .isPresent();
        } catch (IllegalArgumentException e) {
            // whoever attacks that target is told
            return false;
        }
    }

    @Override
    public String fill(String text) {
        return fill(text, new ArrayDeque<>());
    }

    private String fill(String text, Deque<String> within) {
        StringBuilder filled = new StringBuilder();
        int position = 0;
        while (true) {
            int begin = text.indexOf("${", position);
            if (begin < 0) {
                return filled.append(text, position, text.length()).toString();
            }
            int end = closing(text, begin + 2);
            filled.append(text, position, begin).append(expand(text.substring(begin + 2, end), within));
            position = end + 1;
        }
    }

    private static int closing(String text, int from) {
        int open = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("${", i)) {
                open++;
            } else if (text.charAt(i) == '}' && --open == 0) {
                return i;
            }
        }
        throw new UnclosedException(text);
    }

    private String expand(String placeholder, Deque<String> within) {
        int colon = placeholder.indexOf(':');
        String name = colon < 0 ? placeholder : placeholder.substring(0, colon);
        if (name.isBlank()) {
            throw new IllegalArgumentException("placeholder ${" + placeholder + "} has no name");
        }
        if (within.contains(name)) {
            throw new IllegalArgumentException("placeholder ${" + name + "} refers to itself");
        }
        Optional<String> value = lookUp(name).or(() -> application.flatMap(last -> last.value(name)));
        if (value.isEmpty() && colon < 0) {
            throw new IllegalArgumentException("placeholder ${" + name + "} has no value: set the system property or "
                    + "configuration parameter " + name + ", the environment variable " + relaxed(name)
                    + ", or a line \"" + name + " = …\" in " + profile.source()
                    + application.map(last -> notIn(last, name)).orElse(""));
        }
        within.push(name);
        try {
            return fill(value.orElseGet(() -> placeholder.substring(colon + 1)), within);
        } finally {
            within.pop();
        }
    }

    private static String notIn(ApplicationProperties application, String name) {
        return "; " + application.source() + " does not have it either"
                + DidYouMean.closest(name, application.names())
                        .map(near -> ": did you mean \"" + near + "\"?")
                        .orElse("");
    }

    /** Looks a setting up that counts only from whoever starts the tests, neither from the profile nor from the test. */
    Optional<String> fromStarter(String name) {
        return parameters
                .apply(name)
                .or(() -> Optional.ofNullable(System.getProperty(name)))
                .or(() -> Optional.ofNullable(environment.get(name)))
                .or(() -> Optional.ofNullable(environment.get(relaxed(name))));
    }

    private Optional<String> lookUp(String name) {
        return withoutProfile(name).or(() -> profile.value(name));
    }

    private Optional<String> withoutProfile(String name) {
        return Optional.ofNullable(properties.get(name)).or(() -> fromStarter(name));
    }

    private static String relaxed(String name) {
        char[] letters = name.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            char letter = letters[i];
            if (letter >= 'a' && letter <= 'z') {
                letters[i] = (char) (letter - 'a' + 'A');
            } else if ((letter < 'A' || letter > 'Z') && (letter < '0' || letter > '9')) {
                letters[i] = '_';
            }
        }
        return new String(letters);
    }

    /** A text with a placeholder that does not end; its message holds the text. */
    static final class UnclosedException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private UnclosedException(String text) {
            super("\"" + text + "\" has a placeholder that is not closed");
        }
    }
}
