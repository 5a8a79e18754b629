package dev.reliability.internal.dns;

import dev.reliability.internal.time.Durations;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * Asks what addresses a name has, each time anew: at a given server, or at every authoritative server of the name's zone. No
 * answer is kept; only where the authoritative servers are is, for a minute.
 */
public final class DnsLookup implements HostLookup {

    private static final int LONGEST_CHAIN = 8;
    private static final Duration SERVERS_KEPT = Duration.ofMinutes(1);

    private final Name name;
    private final @Nullable InetSocketAddress server;
    private final @Nullable Authorities authorities;
    private volatile @Nullable Located located;

    private record Located(List<InetSocketAddress> servers, long at) {}

    private DnsLookup(Name name, @Nullable InetSocketAddress server, @Nullable Authorities authorities) {
        this.name = name;
        this.server = server;
        this.authorities = authorities;
    }

    /**
     * Reads {@code NAME} or {@code NAME@resolver:port}.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    public static DnsLookup parse(String text) {
        int at = text.indexOf('@');
        return at < 0 ? authoritative(text) : at(text.substring(0, at), NameServer.parse(text.substring(at + 1)));
    }

    /** Asks a given server. */
    public static DnsLookup at(String name, InetSocketAddress server) {
        return new DnsLookup(name(name), server, null);
    }

    /** Asks the authoritative servers, which the system's resolver names. */
    public static DnsLookup authoritative(String name) {
        return authoritative(name, Authorities.ofSystem());
    }

    static DnsLookup authoritative(String name, Authorities authorities) {
        return new DnsLookup(name(name), null, authorities);
    }

    private static Name name(String text) {
        String stripped = text.strip();
        try {
            if (!stripped.isEmpty() && !stripped.equals(".") && stripped.matches("[^\\s/@:]+")) {
                return Name.fromString(stripped, Name.root);
            }
        } catch (TextParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a DNS name: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("\"" + text + "\" is not a DNS name");
    }

    /** Returns the name, without the dot at its end. */
    public String name() {
        return name.toString(true);
    }

    @Override
    public CompletableFuture<List<InetAddress>> addresses(Duration timeout) {
        return ask(timeout).thenApply(answer -> Families.ordered(answer.addresses()));
    }

    /**
     * Asks. The answers of several servers add up, so a move is over when all of them name the new side alone.
     *
     * @param timeout how long it may take
     * @return the answer; fails with a {@link DnsException} that says what was seen
     */
    public CompletableFuture<DnsAnswer> ask(Duration timeout) {
        return ask(name, timeout, new ArrayList<>())
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(thrown -> {
                    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
                    throw new CompletionException(
                            cause instanceof DnsException
                                    ? cause
                                    : new DnsException("no answer for " + name() + " in " + Durations.limit(timeout)));
                });
    }

    private CompletableFuture<DnsAnswer> ask(Name asked, Duration timeout, List<String> aliases) {
        if (aliases.size() > LONGEST_CHAIN) {
            return CompletableFuture.failedFuture(
                    new DnsException(name() + " is an alias of an alias of …: " + String.join(", ", aliases)));
        }
        return servers(asked, timeout).thenCompose(servers -> askAll(asked, servers, timeout, aliases));
    }

    private CompletableFuture<List<InetSocketAddress>> servers(Name asked, Duration timeout) {
        if (server != null) {
            return CompletableFuture.completedFuture(List.of(server));
        }
        Located known = located;
        boolean own = asked.equals(name);
        if (own && known != null && System.nanoTime() - known.at() < SERVERS_KEPT.toNanos()) {
            return CompletableFuture.completedFuture(known.servers());
        }
        return Objects.requireNonNull(authorities).of(asked, timeout).whenComplete((found, thrown) -> {
            if (own && found != null) {
                located = new Located(found, System.nanoTime());
            }
        });
    }

    private CompletableFuture<DnsAnswer> askAll(
            Name asked, List<InetSocketAddress> servers, Duration timeout, List<String> aliases) {
        List<CompletableFuture<DnsQuery.Found>> questions = servers.stream()
                .map(one -> new DnsQuery(
                                one, server != null, timeout.multipliedBy(9).dividedBy(10))
                        .addresses(asked))
                .toList();
        return CompletableFuture.allOf(questions.toArray(CompletableFuture[]::new))
                .handle((done, failed) -> questions)
                .thenCompose(answered -> {
                    Collected all = collect(servers, answered, aliases);
                    return all.open.isEmpty()
                            ? CompletableFuture.completedFuture(all.answer())
                            : ask(all.open.get(0), timeout, all.aliases).thenApply(all::with);
                });
    }

    private Collected collect(
            List<InetSocketAddress> servers, List<CompletableFuture<DnsQuery.Found>> answered, List<String> aliases) {
        Collected all = new Collected(aliases);
        for (int i = 0; i < servers.size(); i++) {
            CompletableFuture<DnsQuery.Found> one = answered.get(i);
            if (one.isCompletedExceptionally()) {
                all.silent.add(one.handle((none, thrown) ->
                                String.valueOf((thrown.getCause() == null ? thrown : thrown.getCause()).getMessage()))
                        .join());
            } else {
                all.add(servers.get(i), one.join());
            }
        }
        if (all.servers.isEmpty()) {
            located = null;
            throw new CompletionException(new DnsException(String.join("; ", all.silent)));
        }
        return all;
    }

    private static final class Collected {

        private final Set<InetAddress> addresses = new LinkedHashSet<>();
        private final List<String> aliases;
        private final List<Name> open = new ArrayList<>();
        private final List<String> servers = new ArrayList<>();
        private final List<String> silent = new ArrayList<>();
        private long ttl = Long.MAX_VALUE;

        Collected(List<String> aliases) {
            this.aliases = new ArrayList<>(aliases);
        }

        void add(InetSocketAddress server, DnsQuery.Found found) {
            servers.add(NameServer.text(server));
            addresses.addAll(found.addresses());
            found.aliases().stream().map(alias -> alias.toString(true)).forEach(aliases::add);
            found.openAlias().ifPresent(open::add);
            ttl = Math.min(ttl, found.ttl());
        }

        DnsAnswer with(DnsAnswer target) {
            addresses.addAll(target.addresses());
            return new DnsAnswer(
                    List.copyOf(addresses),
                    target.aliases(),
                    Math.min(ttl, target.ttlSeconds()),
                    target.servers(),
                    target.silent());
        }

        DnsAnswer answer() {
            return new DnsAnswer(
                    List.copyOf(addresses), aliases.stream().distinct().toList(), ttl, servers, silent);
        }
    }
}
