package dev.reliability.internal.link.fault;

import dev.reliability.internal.link.AttackableLink;
import dev.reliability.internal.process.LinkDeclaration;
import dev.reliability.internal.process.ProcessLinks;
import dev.reliability.spi.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Those by which a process reaches its dependencies. */
record LinksOfProcess(ProcessLinks links) implements LinkSet {

    @Override
    public List<LinkDeclaration> declarations() {
        return links.declarations();
    }

    @Override
    public Map<String, AttackableLink> open() {
        return new LinkedHashMap<>(links.open());
    }

    @Override
    public Protocol carries() {
        return Protocol.TCP;
    }

    @Override
    public Object identity(String name) {
        return Map.entry(links, name);
    }

    @Override
    public String traffic(String target, List<LinkDeclaration> hit) {
        return "between " + target + " and "
                + hit.stream()
                        .map(link -> link.name() + " (" + link.upstream() + ")")
                        .collect(Collectors.joining(", "));
    }

    @Override
    public Optional<String> unused() {
        return Optional.empty();
    }
}
