package dev.reliability.internal.plan;

import dev.reliability.internal.time.Calls;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Targets that stand in for each other. One of them is attacked, so no other run may attack any, and another one must be
 * healthy: it is asked directly before anything is injected.
 *
 * @param name name of the group
 * @param others those that are not attacked
 */
public record GroupGuard(String name, List<Member> others) {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * One that is not attacked.
     *
     * @param unhealthy in alarm while it is not healthy, if anything tells
     */
    public record Member(String name, Target target, Optional<Alarm> unhealthy) {}

    /** Copies the members. */
    public GroupGuard {
        others = List.copyOf(others);
    }

    /** Returns the key under which runs on the group exclude each other. */
    public String resource() {
        return "group " + name;
    }

    /** Says what keeps the group from being attacked now, if anything does. */
    public Optional<String> objection() {
        List<String> sick = new ArrayList<>();
        for (Member member : others) {
            Optional<String> attacked = attacked(member);
            if (attacked.isPresent()) {
                return attacked;
            }
            sickness(member).ifPresent(sick::add);
        }
        if (others.isEmpty() || sick.size() < others.size()) {
            return Optional.empty();
        }
        return Optional.of(
                others.size() == 1
                        ? "standby " + others.get(0).name() + " was not healthy before the test (" + sick.get(0) + ")"
                        : "no other target of group " + name + " was healthy before the test (" + told(sick) + ")");
    }

    private String told(List<String> sick) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            words.add(others.get(i).name() + ": " + sick.get(i));
        }
        return String.join(", ", words);
    }

    private Optional<String> attacked(Member member) {
        try {
            return Calls.within(PATIENCE, member.target()::attackedBy)
                    .map(other -> member.name() + " of the same group " + name + " is under attack by " + other);
        } catch (Exception e) {
            return Optional.of("whether " + member.name() + " of the same group " + name
                    + " is under attack could not be told (" + e.getMessage() + ")");
        }
    }

    private static Optional<String> sickness(Member member) {
        if (member.unhealthy().isEmpty()) {
            return Optional.of("nothing tells");
        }
        try {
            Alarm unhealthy = member.unhealthy().get();
            Alarm.State state = Calls.within(PATIENCE, () -> unhealthy.state(TIMEOUT));
            return state.firing() ? Optional.of(state.detail()) : Optional.empty();
        } catch (Exception e) {
            return Optional.of("no answer: " + e.getMessage());
        }
    }
}
