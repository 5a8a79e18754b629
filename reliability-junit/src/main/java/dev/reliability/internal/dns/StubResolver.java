package dev.reliability.internal.dns;

import dev.reliability.internal.time.Durations;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * One question for the addresses of a name, asked as the C library asks it: both families at once; the next server when one
 * fails or gives no answer in time; the next domain of the search list when a name does not exist. Nothing is remembered.
 */
final class StubResolver {

    private final ResolvConf conf;
    private final String host;
    private final Duration timeout;
    private final long deadline;
    private final int first;
    private final Map<String, List<String>> said = new LinkedHashMap<>();

    /**
     * @param timeout how long the whole question may take
     */
    StubResolver(ResolvConf conf, String host, Duration timeout) {
        this.conf = conf;
        this.host = host;
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
        this.first = conf.rotate()
                ? ThreadLocalRandom.current().nextInt(conf.servers().size())
                : 0;
    }

    /** What a server said: addresses; or none, and whether the name may still be found elsewhere. */
    private record Said(List<InetAddress> addresses, Optional<String> instead, boolean decided) {

        static Said found(List<InetAddress> addresses) {
            return new Said(addresses, Optional.empty(), true);
        }

        static Said none(String instead) {
            return new Said(List.of(), Optional.of(instead), true);
        }

        static Said failed(String instead) {
            return new Said(List.of(), Optional.of(instead), false);
        }
    }

    CompletableFuture<List<InetAddress>> addresses() {
        List<Name> candidates = conf.candidates(host);
        return candidates.isEmpty()
                ? CompletableFuture.failedFuture(new DnsException("\"" + host + "\" is not a DNS name"))
                : search(candidates.iterator());
    }

    private CompletableFuture<List<InetAddress>> search(Iterator<Name> candidates) {
        if (!candidates.hasNext()) {
            return CompletableFuture.failedFuture(new DnsException(said.entrySet().stream()
                    .map(one -> one.getKey() + " " + String.join(", ", one.getValue()))
                    .collect(Collectors.joining("; "))));
        }
        Name name = candidates.next();
        return ask(name, 0).thenCompose(answer -> {
            if (answer.instead().isEmpty()) {
                return CompletableFuture.completedFuture(answer.addresses());
            }
            said.computeIfAbsent(answer.instead().get(), what -> new ArrayList<>())
                    .add(name.toString(true));
            return search(candidates);
        });
    }

    private CompletableFuture<Said> ask(Name name, int turn) {
        int servers = conf.servers().size();
        InetSocketAddress server = conf.servers().get((first + turn) % servers);
        Duration limit = conf.timeout(turn / servers);
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        boolean cut = left.compareTo(limit) < 0;
        DnsQuery query = new DnsQuery(server, true, cut ? left : limit);
        CompletableFuture<Reply> v4 = reply(query, name, Type.A);
        CompletableFuture<Reply> v6 =
                Families.v6() ? reply(query, name, Type.AAAA) : CompletableFuture.completedFuture(Reply.NOT_ASKED);
        return v4.thenCombine(v6, (a, aaaa) -> judge(server, a, aaaa)).thenCompose(said -> {
            boolean last = turn + 1 == servers * conf.attempts() || System.nanoTime() - deadline >= 0;
            if (!last && said.filter(Said::decided).isEmpty()) {
                return ask(name, turn + 1);
            }
            return said.map(CompletableFuture::completedFuture)
                    .orElseGet(() -> v4.thenCompose(reply -> CompletableFuture.failedFuture(
                            unanswered(server, name, reply.lost(), cut ? timeout : limit))));
        });
    }

    private record Reply(@Nullable Message message, @Nullable Throwable lost) {

        static final Reply NOT_ASKED = new Reply(null, null);

        boolean says(int code) {
            return message != null && message.getRcode() == code;
        }
    }

    private CompletableFuture<Reply> reply(DnsQuery query, Name name, int type) {
        return query.once(name, type, conf.tcp()).handle(Reply::new);
    }

    /** Returns what the two answers of a server come to, or empty if one was lost and the other does not decide. */
    private static Optional<Said> judge(InetSocketAddress server, Reply v4, Reply v6) {
        List<InetAddress> addresses = new ArrayList<>(new LinkedHashSet<>(in(v4, v6)));
        String who = "name server " + NameServer.text(server);
        if (!addresses.isEmpty()) {
            return Optional.of(Said.found(Families.ordered(addresses)));
        }
        for (Reply reply : List.of(v4, v6)) {
            if (reply.says(Rcode.NXDOMAIN)) {
                return Optional.of(Said.none(who + " says NXDOMAIN to"));
            }
        }
        for (Reply reply : List.of(v4, v6)) {
            if (reply.message() != null && !reply.says(Rcode.NOERROR)) {
                return Optional.of(Said.failed(
                        who + " says " + Rcode.string(reply.message().getRcode()) + " to"));
            }
        }
        return v4.lost() != null || v6.lost() != null
                ? Optional.empty()
                : Optional.of(Said.none(who + " has no address for"));
    }

    private static List<InetAddress> in(Reply... replies) {
        List<InetAddress> found = new ArrayList<>();
        for (Reply reply : replies) {
            if (reply.message() != null) {
                for (Record entry : reply.message().getSection(Section.ANSWER)) {
                    if (entry instanceof ARecord a) {
                        found.add(a.getAddress());
                    } else if (entry instanceof AAAARecord aaaa) {
                        found.add(aaaa.getAddress());
                    }
                }
            }
        }
        return found;
    }

    private static DnsException unanswered(
            InetSocketAddress server, Name name, @Nullable Throwable lost, Duration limit) {
        String who = "name server " + NameServer.text(server);
        return new DnsException(
                lost == null || lost instanceof TimeoutException
                        ? who + " gave no answer for " + name.toString(true) + " in " + Durations.limit(limit)
                        : who + " could not be asked for " + name.toString(true));
    }
}
