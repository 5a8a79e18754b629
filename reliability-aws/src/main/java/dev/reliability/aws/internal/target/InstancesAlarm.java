package dev.reliability.aws.internal.target;

import dev.reliability.aws.internal.client.Aws;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.Right;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.SummaryStatus;

/** Fires while any of some instances does not run, or fails a check of its status. */
final class InstancesAlarm implements Alarm {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Aws aws;
    private final Supplier<List<String>> ids;

    InstancesAlarm(Aws aws, Supplier<List<String>> ids) {
        this.aws = aws;
        this.ids = ids;
    }

    @Override
    public State state(Duration timeout) {
        List<String> all = ids.get();
        if (all.isEmpty()) {
            return new State(true, "no instance is there");
        }
        List<String> sick = new Instances(aws)
                .status(all).stream()
                        .filter(status -> !healthy(status))
                        .map(InstancesAlarm::words)
                        .toList();
        return new State(!sick.isEmpty(), sick.isEmpty() ? "running" : String.join(", ", sick));
    }

    private static boolean healthy(InstanceStatus status) {
        return status.instanceState().name() == InstanceStateName.RUNNING
                && status.instanceStatus().status() != SummaryStatus.IMPAIRED
                && status.systemStatus().status() != SummaryStatus.IMPAIRED;
    }

    private static String words(InstanceStatus status) {
        return status.instanceId() + " is " + status.instanceState().nameAsString() + ", instance check "
                + status.instanceStatus().statusAsString() + ", system check "
                + status.systemStatus().statusAsString();
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Set<Right> rights() {
        return Set.of(Rights.anywhere(aws, "ec2:DescribeInstanceStatus"));
    }
}
