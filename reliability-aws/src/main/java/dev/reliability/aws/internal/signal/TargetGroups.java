package dev.reliability.aws.internal.signal;

import dev.reliability.aws.internal.client.Access;
import dev.reliability.aws.internal.client.Aws;
import dev.reliability.aws.internal.client.Refusals;
import dev.reliability.aws.internal.target.Rights;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.Floor;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Right;
import dev.reliability.spi.Signal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** The targets of a load balancer, in one target group: {@code elb:NAME}. */
public final class TargetGroups {

    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z-]{1,32}");

    private final Aws aws;
    private final TargetGroup group;

    private TargetGroups(Aws aws, TargetGroup group) {
        this.aws = aws;
        this.group = group;
    }

    private static TargetGroups of(Address address, PlanContext context) {
        String name = address.value().strip();
        if (!NAME.matcher(name).matches()) {
            throw new PlanException(address + " is not a target group: expected elb:NAME");
        }
        return Refusals.planning(() -> {
            Aws aws = Aws.of(Access.of(context));
            try {
                TargetGroup group =
                        aws.loadBalancing().describeTargetGroups(request -> request.names(name)).targetGroups().stream()
                                .findFirst()
                                .orElseThrow(() -> none(aws, name));
                return new TargetGroups(aws, group);
            } catch (TargetGroupNotFoundException e) {
                throw none(aws, name);
            }
        });
    }

    private static PlanException none(Aws aws, String name) {
        return new PlanException("there is no target group \"" + name + "\" in " + aws.region() + " of account "
                + aws.identity().account());
    }

    /**
     * Tells to which targets the load balancer sends requests: the healthy ones, or all if none is healthy.
     *
     * @throws PlanException if there is no such group
     */
    public static Signal signal(Address address, PlanContext context) {
        TargetGroups here = of(address, context);
        return new Signal() {
            @Override
            public Reading read(Duration timeout) {
                return here.reading();
            }

            @Override
            public Optional<Floor> floor(List<FaultRequest> faults) {
                return Optional.of(here.floor());
            }

            @Override
            public Set<Right> rights() {
                return here.rights();
            }
        };
    }

    /**
     * Fires while any target is not healthy, or none is there.
     *
     * @throws PlanException if there is no such group
     */
    public static Alarm alarm(Address address, PlanContext context) {
        TargetGroups here = of(address, context);
        return new Alarm() {
            @Override
            public State state(Duration timeout) {
                return here.state();
            }

            @Override
            public Optional<Floor> floor(List<FaultRequest> faults) {
                return Optional.of(here.floor());
            }

            @Override
            public Set<Right> rights() {
                return here.rights();
            }
        };
    }

    private List<TargetHealthDescription> targets() {
        return Refusals.running(() -> aws.loadBalancing()
                .describeTargetHealth(request -> request.targetGroupArn(group.targetGroupArn()))
                .targetHealthDescriptions());
    }

    private static boolean healthy(TargetHealthDescription target) {
        return target.targetHealth().state() == TargetHealthStateEnum.HEALTHY;
    }

    private static String words(TargetHealthDescription target) {
        return target.targetHealth().stateAsString()
                + Optional.ofNullable(target.targetHealth().reasonAsString())
                        .map(reason -> " (" + reason + ")")
                        .orElse("");
    }

    private Signal.Reading reading() {
        List<TargetHealthDescription> all = targets();
        boolean open = all.stream().noneMatch(TargetGroups::healthy);
        Map<String, Object> details = new LinkedHashMap<>();
        all.forEach(target -> details.put(target.target().id(), words(target)));
        if (open) {
            details.put("fail open", "no target is healthy, so all get requests");
        }
        return new Signal.Reading(
                all.stream()
                        .filter(target -> open || healthy(target))
                        .map(target -> target.target().id())
                        .collect(Collectors.toSet()),
                details);
    }

    private Alarm.State state() {
        List<TargetHealthDescription> all = targets();
        List<String> sick = all.stream()
                .filter(target -> !healthy(target))
                .map(target -> target.target().id() + " is " + words(target))
                .toList();
        return all.isEmpty()
                ? new Alarm.State(true, "the group has no target")
                : new Alarm.State(!sick.isEmpty(), sick.isEmpty() ? "healthy" : String.join(", ", sick));
    }

    private Floor floor() {
        Duration interval = Duration.ofSeconds(group.healthCheckIntervalSeconds());
        int threshold = group.unhealthyThresholdCount();
        return new Floor(
                Duration.ZERO,
                interval.multipliedBy(threshold).plusSeconds(group.healthCheckTimeoutSeconds()),
                "a target that is stopped is out at once; one that answers wrongly after " + threshold
                        + " checks in a row, one every " + interval.toSeconds() + " s");
    }

    private Set<Right> rights() {
        return Set.of(
                Rights.anywhere(aws, "elasticloadbalancing:DescribeTargetGroups"),
                Rights.anywhere(aws, "elasticloadbalancing:DescribeTargetHealth"));
    }
}
