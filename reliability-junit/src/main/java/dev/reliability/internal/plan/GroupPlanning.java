package dev.reliability.internal.plan;

import dev.reliability.experiment.Place;
import dev.reliability.internal.plan.GroupGuard.Member;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the groups of a profile, {@code group.bookstore = bookstore-api-blue, bookstore-api-green}: of targets that stand in for
 * each other one is attacked at a time, and never the last one that is healthy.
 */
final class GroupPlanning {

    private static final String GROUP = "group";

    private final Names names;
    private final Problems problems;
    private final TargetPlanning targets;
    private final HealthPlanning healths;
    private final Place place;

    GroupPlanning(Names names, Problems problems, TargetPlanning targets, HealthPlanning healths) {
        this.names = names;
        this.problems = problems;
        this.targets = targets;
        this.healths = healths;
        this.place = new Place(names.profile().source(), "");
    }

    List<GroupGuard> plan(List<PlannedFault> faults) {
        Set<String> attacked =
                faults.stream().map(fault -> fault.target().name()).collect(Collectors.toSet());
        return names.profile().names(GROUP).stream()
                .flatMap(group -> plan(group, attacked).stream())
                .toList();
    }

    private Optional<GroupGuard> plan(String group, Set<String> attacked) {
        String key = GROUP + "." + group;
        Set<String> members = problems.attempt(place, key, () -> members(key)).orElse(Set.of());
        Set<String> hit =
                members.stream().filter(attacked::contains).collect(Collectors.toCollection(LinkedHashSet::new));
        if (hit.isEmpty()) {
            return Optional.empty();
        }
        if (hit.size() > 1) {
            problems.add(
                    place,
                    key,
                    "the experiment attacks " + String.join(" and ", hit)
                            + ", which stand in for each other: attack one of them at a time");
            return Optional.empty();
        }
        List<Member> others = new ArrayList<>();
        members.stream().filter(member -> !hit.contains(member)).forEach(member -> problems.ask(
                        place, key, () -> member(member))
                .ifPresent(others::add));
        if (!others.isEmpty()
                && others.stream().allMatch(member -> member.unhealthy().isEmpty())) {
            problems.add(
                    place,
                    key,
                    "nothing tells whether " + others.stream().map(Member::name).collect(Collectors.joining(" or "))
                            + " is healthy, so " + String.join("", hit) + " may be the last one that is: add \"target."
                            + others.get(0).name() + ".health = …\"");
        }
        return Optional.of(new GroupGuard(group, others));
    }

    private Member member(String name) {
        return new Member(name, targets.target(name), healths.unhealthy(name));
    }

    private Set<String> members(String key) {
        Set<String> members = Stream.of(names.value(key).orElse("").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        members.stream()
                .filter(name -> !targets.known().contains(name))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new IllegalArgumentException(
                            "unknown target \"" + unknown + "\" " + DidYouMean.among(unknown, targets.known()));
                });
        if (members.size() < 2) {
            throw new IllegalArgumentException("a group is a list of at least two targets, such as blue, green");
        }
        return members;
    }
}
