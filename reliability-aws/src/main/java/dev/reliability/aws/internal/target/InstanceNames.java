package dev.reliability.aws.internal.target;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Instance;

/** What an instance is called. */
final class InstanceNames {

    private InstanceNames() {}

    /** Returns its id and addresses, which tell machines apart. */
    static List<String> ofMachine(Instance instance) {
        return given(Stream.of(
                instance.instanceId(),
                instance.privateIpAddress(),
                instance.publicIpAddress(),
                instance.ipv6Address()));
    }

    /** Returns these and its DNS names, by all of which a signal may show it. */
    static List<String> all(Instance instance) {
        return given(Stream.concat(
                ofMachine(instance).stream(), Stream.of(instance.publicDnsName(), instance.privateDnsName())));
    }

    /** What it does not have is left out, or comes as an empty text. */
    private static List<String> given(Stream<String> names) {
        return names.filter(name -> name != null && !name.isBlank()).toList();
    }
}
