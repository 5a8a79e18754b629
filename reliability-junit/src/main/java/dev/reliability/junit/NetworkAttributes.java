package dev.reliability.junit;

import dev.reliability.experiment.FaultSpec;
import java.util.List;

/** What the network faults have in common: whom they cut off. */
final class NetworkAttributes {

    private NetworkAttributes() {}

    static FaultSpec add(FaultSpec fault, String[] hosts, String[] addresses, String[] ports, Protocol protocol) {
        return fault.list("hosts", List.of(hosts))
                .list("addresses", List.of(addresses))
                .list("ports", List.of(ports))
                .text("protocol", protocol.name());
    }
}
