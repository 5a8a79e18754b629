package dev.reliability.internal.plan;

import dev.reliability.internal.time.Calls;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One side of a failover: by what a signal shows it. What its back end tells now counts; addresses that the profile writes down
 * count only where the back end tells nothing, since they may be another's by now.
 */
public final class Side {

    /** A remote service may limit how often it is asked; a signal is looked at more often. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final Set<String> written;
    private final Optional<Target> target;
    private Set<String> told = Set.of();
    private boolean asked;
    private long askedAt;

    private Side(String name, Set<String> written, Optional<Target> target) {
        this.name = name;
        this.written = written;
        this.target = target;
    }

    /** A side that nobody can be asked about. */
    public static Side of(String name, Set<String> identities) {
        return new Side(name, Set.copyOf(identities), Optional.empty());
    }

    static Side of(String name, Optional<String> identities, Optional<Target> target) {
        Set<String> written = identities.stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .map(String::strip)
                .filter(identity -> !identity.isEmpty())
                .map(Side::oneWriting)
                .collect(Collectors.toSet());
        return new Side(name, written, target);
    }

    /** Returns the name of the target. */
    public String name() {
        return name;
    }

    /** Returns by what it shows itself now. What its back end told last counts while that cannot tell. */
    public synchronized Set<String> identities() {
        long now = System.nanoTime();
        if (target.isPresent() && (!asked || now - askedAt > AGAIN.toNanos())) {
            asked = true;
            askedAt = now;
            ask(target.get());
        }
        Set<String> all = new HashSet<>(told);
        written.stream()
                .filter(Predicate.not(Side::isAddress).or(identity -> told.isEmpty()))
                .forEach(all::add);
        return all.isEmpty() ? Set.of(name) : all;
    }

    private void ask(Target live) {
        try {
            Set<String> now = Calls.within(PATIENCE, live::identities).stream()
                    .map(Side::oneWriting)
                    .collect(Collectors.toSet());
            told = now.isEmpty() ? told : now;
        } catch (Exception e) {
            // it is asked again, and what it told before counts until then
        }
    }

    private static boolean isAddress(String identity) {
        return AddressRange.looksLike(identity) && !identity.contains("/");
    }

    /** Addresses have many writings in IPv6; signals use that of Java. */
    private static String oneWriting(String identity) {
        if (!identity.contains(":") || !isAddress(identity)) {
            return identity;
        }
        try {
            return InetAddress.getByName(identity).getHostAddress();
        } catch (UnknownHostException e) {
            return identity;
        }
    }
}
