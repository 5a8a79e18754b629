package dev.reliability.k8s.internal.policy;

import dev.reliability.spi.AddressRange;
import dev.reliability.spi.PortRange;
import dev.reliability.spi.Protocol;
import java.util.List;

/**
 * What is cut off.
 *
 * @param range the addresses
 * @param ports the ports at these addresses; empty for all but the spared ones
 */
record Cut(AddressRange range, List<PortRange> ports) {

    /**
     * What is cut off in all.
     *
     * @param cuts addresses that are named; empty for everywhere
     * @param spared addresses that are reached all the same
     * @param ports ports that are cut off everywhere; empty for all but the spared ones
     * @param sparedPorts ports that are reached all the same
     * @param protocol what is cut off: everything, or TCP alone
     * @param namespacesOfPods namespaces of which pods are among the addresses
     */
    record All(
            List<Cut> cuts,
            List<AddressRange> spared,
            List<PortRange> ports,
            List<PortRange> sparedPorts,
            Protocol protocol,
            List<String> namespacesOfPods) {

        boolean everywhere() {
            return cuts.isEmpty();
        }

        /** Whether some ports or protocols pass. */
        boolean narrow() {
            return !ports.isEmpty() || !sparedPorts.isEmpty() || protocol != Protocol.ALL;
        }
    }
}
