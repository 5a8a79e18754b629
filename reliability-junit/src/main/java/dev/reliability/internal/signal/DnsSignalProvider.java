package dev.reliability.internal.signal;

import dev.reliability.internal.dns.DnsLookup;
import dev.reliability.spi.Address;
import dev.reliability.spi.PlanContext;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Signal;
import dev.reliability.spi.SignalProvider;
import java.util.Set;

/** Signals {@code dns:NAME} and {@code dns:NAME@resolver:port}. */
public final class DnsSignalProvider implements SignalProvider {

    @Override
    public Set<String> schemes() {
        return Set.of("dns");
    }

    @Override
    public Signal signal(String name, Address address, PlanContext context) {
        try {
            return new DnsSignal(DnsLookup.parse(address.value()));
        } catch (IllegalArgumentException e) {
            throw new PlanException(
                    "signal \"" + address + "\": " + e.getMessage() + " (expected dns:NAME or dns:NAME@resolver:port)");
        }
    }
}
