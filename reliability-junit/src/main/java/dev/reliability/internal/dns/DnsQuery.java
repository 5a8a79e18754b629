package dev.reliability.internal.dns;

import dev.reliability.internal.time.Durations;
import dev.reliability.internal.time.Threads;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Questions to one name server: over UDP, a second time should a packet be lost, over TCP where the answer is too long. */
final class DnsQuery {

    private final InetSocketAddress server;
    private final boolean recursion;
    private final Duration timeout;

    /**
     * @param recursion whether the server shall ask others; an authoritative one is asked for what it knows itself
     * @param timeout of a question with its repetition
     */
    DnsQuery(InetSocketAddress server, boolean recursion, Duration timeout) {
        this.server = server;
        this.recursion = recursion;
        this.timeout = timeout;
    }

    /** What one server said of a name: addresses, or the name that it is an alias of, or neither. */
    record Found(List<InetAddress> addresses, List<Name> aliases, long ttl) {

        Optional<Name> openAlias() {
            return addresses.isEmpty() && !aliases.isEmpty()
                    ? Optional.of(aliases.get(aliases.size() - 1))
                    : Optional.empty();
        }
    }

    /** Asks for addresses of both families at once. */
    CompletableFuture<Found> addresses(Name name) {
        CompletableFuture<Message> v4 = ask(name, Type.A);
        CompletableFuture<Message> v6 = ask(name, Type.AAAA);
        return v4.thenCombine(v6, (a, aaaa) -> found(name, a, aaaa));
    }

    /** Asks for one type of record; any answer is good, whatever its code. */
    CompletableFuture<Message> ask(Name name, int type) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        if (!recursion) {
            query.getHeader().unsetFlag(Flags.RD);
        }
        Duration first = timeout.multipliedBy(2).dividedBy(5);
        return send(query, first)
                .exceptionallyCompose(lost -> send(query, timeout.minus(first)))
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, thrown) -> {
                    if (thrown != null) {
                        throw new CompletionException(new DnsException(
                                "name server " + NameServer.text(server) + " gave no answer for " + Type.string(type)
                                        + " " + name.toString(true) + " in " + Durations.limit(timeout)));
                    }
                    return answer;
                });
    }

    /** Asks once, as the C library does; any answer is good, whatever its code. */
    CompletableFuture<Message> once(Name name, int type, boolean tcp) {
        SimpleResolver resolver = new SimpleResolver(server);
        // Its own timeouts are less exact; the one below comes first.
        resolver.setTimeout(timeout.plusSeconds(1));
        resolver.setTCP(tcp);
        resolver.setEDNS(null);
        return resolver.sendAsync(Message.newQuery(Record.newRecord(name, type, DClass.IN)), Threads.sampling())
                .toCompletableFuture()
                .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private CompletableFuture<Message> send(Message query, Duration limit) {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(limit);
        return resolver.sendAsync(query, Threads.backEnds()).toCompletableFuture();
    }

    private Found found(Name name, Message... answers) {
        List<InetAddress> addresses = new ArrayList<>();
        List<Name> aliases = new ArrayList<>();
        long ttl = Long.MAX_VALUE;
        Optional<Integer> refusal = Optional.empty();
        for (Message answer : answers) {
            if (answer.getRcode() != Rcode.NOERROR) {
                refusal = Optional.of(answer.getRcode());
                continue;
            }
            for (Record entry : answer.getSection(Section.ANSWER)) {
                if (entry instanceof ARecord a) {
                    addresses.add(a.getAddress());
                } else if (entry instanceof AAAARecord aaaa) {
                    addresses.add(aaaa.getAddress());
                } else if (entry instanceof CNAMERecord alias) {
                    if (!aliases.contains(alias.getTarget())) {
                        aliases.add(alias.getTarget());
                    }
                } else {
                    continue;
                }
                ttl = Math.min(ttl, entry.getTTL());
            }
        }
        if (addresses.isEmpty() && aliases.isEmpty()) {
            String said = refusal.map(code -> "says " + Rcode.string(code) + " to " + name.toString(true))
                    .orElse("has no address for " + name.toString(true));
            throw new CompletionException(new DnsException("name server " + NameServer.text(server) + " " + said));
        }
        return new Found(addresses, aliases, ttl);
    }
}
