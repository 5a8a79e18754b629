package dev.reliability.internal.link.declared;

import dev.reliability.spi.SharedClients;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The declared links that listen now, to be closed at the end of the test plan. */
final class OpenLinks implements AutoCloseable {

    private final Set<DeclaredLink> links = ConcurrentHashMap.newKeySet();

    static OpenLinks ofThisPlan() {
        return SharedClients.of(OpenLinks.class, "links", unused -> new OpenLinks());
    }

    void add(DeclaredLink link) {
        links.add(link);
    }

    void remove(DeclaredLink link) {
        links.remove(link);
    }

    @Override
    public void close() {
        List.copyOf(links).forEach(DeclaredLink::close);
    }
}
