package dev.reliability.aws.internal.function;

import dev.reliability.spi.FaultRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Injects faults, which are proven, and end on their own or are reverted, as those of annotations are. */
final class Attacks {

    private Attacks() {}

    static void on(AwsCall call, List<String> addresses, String kind, Map<String, Object> attributes) {
        call.call()
                .system()
                .attack(
                        addresses,
                        new FaultRequest(kind, "", Optional.empty(), Duration.ZERO, Duration.ZERO, attributes));
    }

    static void onInstances(AwsCall call, List<String> ids, String kind, Map<String, Object> attributes) {
        on(call, ids.stream().map(id -> "ec2:" + id).toList(), kind, attributes);
    }
}
