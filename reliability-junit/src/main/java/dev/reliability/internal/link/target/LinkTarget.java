package dev.reliability.internal.link.target;

import dev.reliability.internal.link.declared.DeclaredLink;
import dev.reliability.internal.link.declared.LinkAddressException;
import dev.reliability.internal.link.fault.LinkFaults;
import dev.reliability.spi.Address;
import dev.reliability.spi.Fault;
import dev.reliability.spi.FaultRequest;
import dev.reliability.spi.PlanException;
import dev.reliability.spi.Target;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A link that a test declares. */
final class LinkTarget implements Target {

    private final String name;
    private final DeclaredLink link;
    private final Address address;

    LinkTarget(String name, DeclaredLink link, Address address) {
        this.name = name;
        this.link = link;
        this.address = address;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public Optional<String> unfit() {
        return Optional.empty();
    }

    @Override
    public Map<String, Set<String>> whereabouts() {
        return Map.of("hosts", Set.of("local"));
    }

    @Override
    public Fault plan(FaultRequest request) {
        try {
            return LinkFaults.plan(link, this, request);
        } catch (LinkAddressException e) {
            throw new PlanException(String.valueOf(e.getMessage()));
        }
    }
}
