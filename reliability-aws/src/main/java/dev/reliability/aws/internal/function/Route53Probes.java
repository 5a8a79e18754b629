package dev.reliability.aws.internal.function;

import dev.reliability.spi.ExperimentFunction;
import dev.reliability.spi.ExperimentFunction.ArgumentType;
import dev.reliability.spi.FunctionFailedException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.GetHealthCheckStatusResponse;

/** {@code chaosaws.route53.probes}. */
final class Route53Probes {

    static final String MODULE = "chaosaws.route53.probes";

    private static final String ZONE = "zone_id";

    private Route53Probes() {}

    static List<ExperimentFunction> functions() {
        return List.of(
                Definition.named(MODULE, "get_hosted_zone")
                        .required(ArgumentType.TEXT, ZONE)
                        .calling(call -> Pojos.answer(
                                call.aws().route53().getHostedZone(request -> request.id(call.text(ZONE))))),
                Definition.named(MODULE, "get_health_check_status")
                        .required(ArgumentType.TEXT, "check_id")
                        .calling(Route53Probes::status),
                Definition.named(MODULE, "get_dns_answer")
                        .required(ArgumentType.TEXT, ZONE, "record_name", "record_type")
                        .calling(call -> Pojos.answer(
                                call.aws().route53().testDNSAnswer(request -> request.hostedZoneId(call.text(ZONE))
                                        .recordName(call.text("record_name"))
                                        .recordType(call.text("record_type"))))));
    }

    private static Map<String, @Nullable Object> status(AwsCall call) {
        GetHealthCheckStatusResponse answer =
                call.aws().route53().getHealthCheckStatus(request -> request.healthCheckId(call.text("check_id")));
        if (answer.healthCheckObservations().isEmpty()) {
            throw new FunctionFailedException("No results found for " + call.text("check_id"));
        }
        return Pojos.answer(answer);
    }
}
