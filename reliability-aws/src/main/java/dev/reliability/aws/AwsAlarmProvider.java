package dev.reliability.aws;

import dev.reliability.aws.internal.signal.CloudWatchAlarm;
import dev.reliability.aws.internal.signal.TargetGroups;
import dev.reliability.spi.Address;
import dev.reliability.spi.Alarm;
import dev.reliability.spi.AlarmProvider;
import dev.reliability.spi.PlanContext;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Knows the alarms of AWS: {@code cloudwatch:NAME}, also with an ARN in place of the name, and {@code elb:TARGET-GROUP}, which is in
 * alarm while any target of the group is not healthy.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class AwsAlarmProvider implements AlarmProvider {

    @Override
    public Set<String> schemes() {
        return Set.of("cloudwatch", "elb");
    }

    @Override
    public Alarm alarm(String name, Address address, PlanContext context) {
        return address.scheme().equals("elb")
                ? TargetGroups.alarm(address, context)
                : CloudWatchAlarm.of(address, context);
    }
}
