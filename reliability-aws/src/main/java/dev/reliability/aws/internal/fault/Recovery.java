package dev.reliability.aws.internal.fault;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Poller;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.target.Instances;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.StateReason;

/** Brings instances back, whatever state they are in. */
final class Recovery {

    /** How long a stop and a start may take. */
    static final Duration RETURN = Duration.ofMinutes(10);

    /** What was changed may be read as it was before for so long. */
    private static final Duration SETTLE = Duration.ofSeconds(20);

    private static final Poller LOOKS = Poller.slowing(Duration.ofMillis(500), Duration.ofSeconds(5));

    private static final String FOR_GOOD = " was terminated meanwhile and cannot be started";

    private Recovery() {}

    /**
     * Starts what is stopped, waits for what is on its way, and returns when all run or some never will. What is read may be older than
     * a stop, so who runs at the first look already is told to start all the same: the answer says in which state it was, and that is no
     * copy.
     *
     * @param launched when those were launched that were told to stop: one that runs since then may be reached by the stop only now, and
     *     is looked at again
     * @return what does not run in the end, a clause each
     */
    static List<String> bringBack(Aws aws, Collection<String> ids, Map<String, Instant> launched) {
        long begun = LOOKS.time().nanos();
        Set<String> unproven = new HashSet<>(ids);
        Map<String, Instant> doubted = new HashMap<>(launched);
        Map<String, Instance> last = LOOKS.look(
                RETURN,
                () -> {
                    Map<String, Instance> now = read(aws, ids);
                    Predicate<String> runs = id -> state(now, id) == InstanceStateName.RUNNING;
                    // one that was seen down here is not read as it was before its stop any more
                    unproven.retainAll(ids.stream().filter(runs).collect(Collectors.toSet()));
                    doubted.keySet().removeIf(runs.negate());
                    start(
                            aws,
                            ids.stream()
                                    .filter(id -> state(now, id) == InstanceStateName.STOPPED)
                                    .toList());
                    unproven.removeAll(start(aws, List.copyOf(unproven)));
                    return now;
                },
                now -> {
                    boolean settled = LOOKS.time().nanos() - begun >= SETTLE.toNanos();
                    return unproven.isEmpty()
                            && ids.stream()
                                    .noneMatch(id -> onItsWay(state(now, id))
                                            || !settled && runsAsBefore(now.get(id), doubted.get(id)));
                });
        List<String> down = down(last, ids);
        unproven.stream()
                .sorted()
                .map(id -> "instance " + id + " is read as running, but is told to be stopping")
                .forEach(down::add);
        return down;
    }

    /** Starts instances; returns those that ran already. */
    private static Set<String> start(Aws aws, List<String> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        try {
            return aws.ec2ToChange().startInstances(request -> request.instanceIds(ids)).startingInstances().stream()
                    .filter(change -> change.previousState().name() == InstanceStateName.RUNNING)
                    .map(InstanceStateChange::instanceId)
                    .collect(Collectors.toSet());
        } catch (Ec2Exception e) {
            // the state has changed since it was read
            if (!Refusals.code(e).equals("IncorrectInstanceState")) {
                throw e;
            }
            return Set.of();
        }
    }

    private static boolean runsAsBefore(@Nullable Instance now, @Nullable Instant launched) {
        return now != null
                && now.state().name() == InstanceStateName.RUNNING
                && now.launchTime().equals(launched);
    }

    private static boolean onItsWay(InstanceStateName state) {
        return state == InstanceStateName.PENDING
                || state == InstanceStateName.STOPPING
                || state == InstanceStateName.STOPPED;
    }

    /** Returns which of these instances do not run now, a clause each. */
    static List<String> down(Aws aws, Collection<String> ids) {
        return down(read(aws, ids), ids);
    }

    private static List<String> down(Map<String, Instance> now, Collection<String> ids) {
        List<String> down = new ArrayList<>();
        for (String id : ids) {
            InstanceStateName state = state(now, id);
            if (state == InstanceStateName.TERMINATED || state == InstanceStateName.SHUTTING_DOWN) {
                down.add("instance " + id + FOR_GOOD);
            } else if (state != InstanceStateName.RUNNING) {
                down.add("instance " + id + " is " + state + reason(now.get(id)));
            }
        }
        return down;
    }

    /** Tells whether a clause says that nothing brings it back. */
    static boolean forGood(String clause) {
        return clause.endsWith(FOR_GOOD);
    }

    private static String reason(Instance instance) {
        return Optional.ofNullable(instance.stateReason())
                .map(StateReason::message)
                .filter(text -> !text.isBlank())
                .map(text -> " (" + text + ")")
                .orElse("");
    }

    static Map<String, Instance> read(Aws aws, Collection<String> ids) {
        return new Instances(aws)
                .byId(new HashSet<>(ids)).stream()
                        .collect(Collectors.toMap(Instance::instanceId, Function.identity(), (one, same) -> one));
    }

    /** What is not listed any more was terminated. */
    static InstanceStateName state(Map<String, Instance> now, String id) {
        Instance instance = now.get(id);
        return instance == null
                ? InstanceStateName.TERMINATED
                : instance.state().name();
    }
}
