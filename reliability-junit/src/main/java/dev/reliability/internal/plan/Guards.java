package dev.reliability.internal.plan;

import dev.reliability.experiment.Place;
import dev.reliability.internal.time.Durations;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.Target;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What keeps an experiment from more than was meant. A profile with {@code protected=true} is attacked only with a second
 * switch, {@code reliability.protected=PROFILE}, that neither the profile nor the test can set, and only where its {@code allow.KEY} lists
 * say. {@code reliability.max-targets} and {@code reliability.max-share} limit how much of it one experiment attacks.
 */
final class Guards {

    private static final Place SETTINGS = new Place("setting", "");
    private static final String SWITCH = "reliability.protected";
    private static final String MOST = "reliability.max-targets";
    private static final String SHARE = "reliability.max-share";
    private static final String MOST_PROTECTED = "1";
    private static final String SHARE_PROTECTED = "50%";

    private final Names names;
    private final Problems problems;
    private final Profile profile;
    private final boolean isProtected;

    Guards(Names names, Problems problems) {
        this.names = names;
        this.problems = problems;
        this.profile = names.profile();
        this.isProtected =
                profile.value("protected").filter(Boolean::parseBoolean).isPresent();
    }

    /** Checks that the profile may be attacked at all. */
    void checkProfile() {
        profile.value("protected")
                .filter(value -> !value.equals("true") && !value.equals("false"))
                .ifPresent(value -> problems.add(
                        SETTINGS,
                        "protected",
                        "\"" + value + "\" in " + profile.source() + " is neither true nor false"));
        if (isProtected && !names.fromStarter(SWITCH).equals(Optional.of(profile.name()))) {
            problems.add(
                    SETTINGS,
                    SWITCH,
                    "profile \"" + profile.name() + "\" is protected: to attack it, also set " + SWITCH + "="
                            + profile.name() + " where you start the tests"
                            + names.fromStarter(SWITCH)
                                    .map(value -> " (it is \"" + value + "\")")
                                    .orElse(""));
        }
    }

    /** Checks that a target is where the profile allows attacks. */
    void checkTarget(Target target, Place place) {
        if (isProtected || !profile.names("allow").isEmpty()) {
            checkWhereabouts(target.name() + " (" + target.address() + ")", target.whereabouts(), place);
        }
    }

    /** Checks that something is where the profile allows attacks. */
    void checkWhereabouts(String what, Map<String, Set<String>> whereabouts, Place place) {
        if (isProtected && whereabouts.isEmpty()) {
            problems.add(
                    place,
                    "target",
                    what + " cannot be attacked in a protected profile: its back end does not tell where it is");
        }
        whereabouts.forEach((key, values) -> {
            Optional<List<String>> allowed = allowed(key);
            boolean inside = allowed.filter(list ->
                            values.stream().anyMatch(value -> list.stream().anyMatch(one -> covers(one, value))))
                    .isPresent();
            if (!inside && (isProtected || allowed.isPresent())) {
                problems.add(
                        place,
                        "target",
                        what + " is not allowed by " + profile.source() + ": " + String.join(" or ", values)
                                + " is not in allow." + key
                                + allowed.map(list -> " = " + String.join(", ", list))
                                        .orElse(", which is missing"));
            }
        });
    }

    private Optional<List<String>> allowed(String key) {
        return profile.value("allow." + key).map(list -> Stream.of(list.split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList());
    }

    /** An entry is a name, with {@code *} for any text, or a range of IP addresses. */
    private static boolean covers(String entry, String value) {
        if (AddressRange.looksLike(entry) && AddressRange.looksLike(value)) {
            return AddressRange.parse(entry).contains(AddressRange.parse(value));
        }
        String pattern = Stream.of(entry.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(value).matches();
    }

    /** Checks how much is attacked, against the targets there are, by name and address. */
    void checkNumber(List<PlannedFault> faults, Map<String, String> whole) {
        if (!faults.isEmpty()) {
            problems.ask(SETTINGS, MOST, () -> BlastRadius.of(faults))
                    .ifPresent(radius -> checkNumber(radius, faults, whole));
        }
    }

    private void checkNumber(BlastRadius radius, List<PlannedFault> faults, Map<String, String> whole) {
        int taken = radius.taken();
        limit(MOST, MOST_PROTECTED)
                .flatMap(text -> problems.attempt(SETTINGS, MOST, () -> number(text)))
                .filter(most -> taken > most)
                .ifPresent(most -> problems.add(
                        SETTINGS,
                        MOST,
                        "the experiment attacks " + taken + " targets, and " + most + " may be attacked"));
        Set<String> attacked = radius.names();
        Set<String> addresses = faults.stream()
                .map(fault -> fault.target().address().toString())
                .collect(Collectors.toCollection(HashSet::new));
        // two names of one address are one target; nobody asks the others how many things they stand for
        Set<String> spared = whole.entrySet().stream()
                .filter(one -> !attacked.contains(one.getKey()) && addresses.add(one.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        int known = radius.size() + spared.size();
        Optional<Double> most = limit(SHARE, SHARE_PROTECTED)
                .flatMap(text -> problems.attempt(SETTINGS, SHARE, () -> SteadyStatePlanning.percentage(text)));
        most.filter(share -> taken > share * known)
                .ifPresent(share -> problems.add(
                        SETTINGS,
                        SHARE,
                        "the experiment attacks " + taken + " of " + known + " targets (" + radius.words()
                                + (spared.isEmpty() ? "" : "; not " + String.join(", ", spared)) + "), and "
                                + percent(share) + " may be attacked"));
        most.ifPresent(share -> radius.hits().stream()
                .filter(hit -> hit.several() && hit.taken() > share * hit.size())
                .forEach(hit -> problems.add(
                        SETTINGS,
                        SHARE,
                        "the experiment takes " + hit.taken() + " of the " + hit.size() + " that "
                                + hit.target().name() + " stands for, and " + percent(share) + " may be taken")));
    }

    private static String percent(double share) {
        return Durations.plain(BigDecimal.valueOf(Math.round(share * 1000), 1)) + " %";
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a whole number", e);
        }
    }

    private Optional<String> limit(String setting, String whereProtected) {
        return names.value(setting).or(() -> isProtected ? Optional.of(whereProtected) : Optional.empty());
    }
}
