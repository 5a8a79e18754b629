package dev.reliability.internal.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Finds the name servers that a name's zone has, by asking a resolver from the name upwards. */
final class Authorities {

    private static final int MANY = 8;

    private final InetSocketAddress resolver;
    private final int port;

    /**
     * @param resolver who is asked for the servers
     * @param port on which they answer
     */
    Authorities(InetSocketAddress resolver, int port) {
        this.resolver = resolver;
        this.port = port;
    }

    static Authorities ofSystem() {
        return new Authorities(new ResolverConfig().server(), 53);
    }

    /** Returns the servers of the zone that holds a name. */
    CompletableFuture<List<InetSocketAddress>> of(Name name, Duration timeout) {
        return serverNames(name, name, timeout).thenCompose(names -> addresses(name, names, timeout));
    }

    private CompletableFuture<List<Name>> serverNames(Name name, Name zone, Duration timeout) {
        if (zone.labels() <= 1) {
            return CompletableFuture.failedFuture(new DnsException("no zone with name servers holds "
                    + name.toString(true) + ", says resolver " + NameServer.text(resolver)));
        }
        return query(timeout).ask(zone, Type.NS).thenCompose(answer -> {
            List<Name> names = servers(answer, zone);
            return names.isEmpty()
                    ? serverNames(name, new Name(zone, 1), timeout)
                    : CompletableFuture.completedFuture(names);
        });
    }

    private static List<Name> servers(Message answer, Name zone) {
        List<Name> names = new ArrayList<>();
        for (Record entry : answer.getSection(Section.ANSWER)) {
            if (entry instanceof NSRecord ns && entry.getName().equals(zone)) {
                names.add(ns.getTarget());
            }
        }
        return names.subList(0, Math.min(MANY, names.size()));
    }

    private CompletableFuture<List<InetSocketAddress>> addresses(Name name, List<Name> servers, Duration timeout) {
        List<CompletableFuture<List<InetAddress>>> lookUps = servers.stream()
                .map(server -> query(timeout)
                        .addresses(server)
                        .thenApply(DnsQuery.Found::addresses)
                        .exceptionally(unknown -> List.of()))
                .toList();
        return CompletableFuture.allOf(lookUps.toArray(CompletableFuture[]::new))
                .thenApply(all -> {
                    List<InetSocketAddress> found = lookUps.stream()
                            .flatMap(lookUp -> lookUp.join().stream())
                            .distinct()
                            .map(address -> new InetSocketAddress(address, port))
                            .toList();
                    if (found.isEmpty()) {
                        throw new CompletionException(new DnsException("the name servers of " + name.toString(true)
                                + " (" + servers + ") have no address, says resolver " + NameServer.text(resolver)));
                    }
                    return found;
                });
    }

    private DnsQuery query(Duration timeout) {
        return new DnsQuery(resolver, true, timeout);
    }
}
