package dev.reliability.aws;

import dev.reliability.aws.internal.rds.WriterSignal;
import dev.reliability.aws.internal.signal.HealthCheckSignal;
import dev.reliability.aws.internal.signal.RecordSignal;
import dev.reliability.aws.internal.signal.TargetGroups;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.Signal;
import dev.reliability.spi.SignalProvider;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Knows the signals of AWS: {@code route53:HEALTH-CHECK-ID} tells which of two failover records is to be answered, {@code route53:NAME}
 * what every name server of the name's zone answers, {@code route53:NAME@RESOLVER} what its clients see, {@code rds:ID} and
 * {@code rds-cluster:ID} where a database is written, {@code elb:TARGET-GROUP} to which targets a load balancer sends requests.
 */
@API(status = Status.EXPERIMENTAL, since = "0.1")
public final class AwsSignalProvider implements SignalProvider {

    @Override
    public Set<String> schemes() {
        return Set.of("route53", "rds", "rds-cluster", "elb");
    }

    @Override
    public Signal signal(String name, Address address, PlanContext context) {
        return switch (address.scheme()) {
            case "route53" ->
                RecordSignal.matches(address)
                        ? RecordSignal.of(address, context)
                        : HealthCheckSignal.of(address, context);
            case "elb" -> TargetGroups.signal(address, context);
            default -> WriterSignal.of(address, context);
        };
    }
}
