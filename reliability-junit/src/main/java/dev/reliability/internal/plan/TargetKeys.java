package dev.reliability.internal.plan;

import dev.reliability.spi.Address;
import dev.reliability.spi.TargetProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What lines {@code target.… = …} say: which of them name a target, and which say more of one. A back end declares what may be said
 * of its targets; a line that is neither would be a target that nobody has, and make a share of all targets look smaller than
 * it is.
 */
final class TargetKeys {

    private static final String TARGET = "target.";

    /** What may be said of every target: {@code pods} is how experiment files select them. */
    private static final Set<String> OF_ALL = Set.of("health", "identity", "dependencies", "pods");

    private final Map<String, String> values = new TreeMap<>();
    private final Set<String> names = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    TargetKeys(Map<String, String> all, BackEnds backEnds) {
        all.forEach((key, value) -> {
            if (key.startsWith(TARGET)) {
                values.put(key.substring(TARGET.length()), value);
            }
        });
        Set<String> attributes = new TreeSet<>(OF_ALL);
        backEnds.targets().forEach(provider -> attributes.addAll(attributes(provider)));
        values.keySet().forEach(key -> sort(key, attributes, backEnds));
    }

    /** Returns the names of the targets that have an address. */
    Set<String> names() {
        return names;
    }

    /** Returns what is wrong, a sentence each. */
    List<String> problems() {
        return problems;
    }

    private void sort(String key, Set<String> attributes, BackEnds backEnds) {
        int dot = key.lastIndexOf('.');
        String owner = dot < 0 ? "" : key.substring(0, dot);
        String last = key.substring(dot + 1);
        if (dot < 0 || !attributes.contains(last) && isTarget(key, owner, backEnds)) {
            names.add(key);
            return;
        }
        Optional<TargetProvider> backEnd = address(owner).flatMap(address -> backEnds.findTarget(address.scheme()));
        Set<String> declared = backEnd.map(TargetKeys::declared).orElse(attributes);
        if (!declared.contains(last)) {
            problems.add("\"" + TARGET + key + " = " + values.get(key) + "\" is neither the address of a target nor"
                    + " something that can be said of "
                    + address(owner)
                            .filter(address -> backEnd.isPresent())
                            .map(address -> "a target " + address.scheme() + ":")
                            .orElse("one")
                    + " "
                    + DidYouMean.among(last, declared));
        }
    }

    /** Tells whether a key with dots names a target: its value is the address of one, or a placeholder that may be. */
    private boolean isTarget(String key, String owner, BackEnds backEnds) {
        boolean placeholder = String.valueOf(values.get(key)).startsWith("${") && !values.containsKey(owner);
        return placeholder
                || address(key)
                        .filter(address -> backEnds.hasTargets(address.scheme()))
                        .isPresent();
    }

    private Optional<Address> address(String key) {
        return Optional.ofNullable(values.get(key)).filter(Address::isAddress).map(Address::parse);
    }

    private static Set<String> declared(TargetProvider provider) {
        Set<String> declared = new TreeSet<>(OF_ALL);
        declared.addAll(attributes(provider));
        return declared;
    }

    private static Collection<String> attributes(TargetProvider provider) {
        return provider.attributes().stream()
                .filter(name -> !name.isBlank() && !name.contains("."))
                .collect(Collectors.toSet());
    }
}
