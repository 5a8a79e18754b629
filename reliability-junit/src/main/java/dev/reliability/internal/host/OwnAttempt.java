package dev.reliability.internal.host;

import dev.reliability.internal.linux.Hits;
import dev.reliability.internal.linux.NetworkSpec;
import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.linux.NetworkSpec.Protocol;
import dev.reliability.internal.linux.Reach;
import dev.reliability.internal.net.AddressRange;
import dev.reliability.internal.time.Threads;
import dev.reliability.spi.Shell;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A connection of our own from the target to what was cut off. Begun only when the traffic of others has proven the bite, so
 * that it never is the proof itself.
 */
final class OwnAttempt {

    private static final Duration SILENCE = Duration.ofMillis(500);
    private static final int ANY_PORT = 443;

    private final String to;
    private final CompletableFuture<Reach> outcome;

    private OwnAttempt(Shell shell, String address, int port) {
        to = (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
        outcome = CompletableFuture.supplyAsync(() -> Reach.of(shell, address, port, SILENCE), Threads.backEnds());
    }

    /** Begins one to an address that was hit, where a TCP connection would be dropped. */
    static Optional<OwnAttempt> begin(Shell shell, NetworkSpec spec, Hits hits) {
        boolean tcp = spec.protocol() == Protocol.ALL || spec.protocol() == Protocol.TCP;
        Optional<String> port =
                spec.ports().stream().filter(one -> one.matches("\\d+")).findFirst();
        if (spec.kind() != Kind.BLACKHOLE
                || !tcp
                || port.isEmpty() && !spec.ports().isEmpty()) {
            return Optional.empty();
        }
        return hits.packets().keySet().stream()
                .filter(address -> AddressRange.looksLike(address)
                        && AddressRange.parse(address).single())
                .findFirst()
                .map(address -> new OwnAttempt(
                        shell, address, port.map(Integer::parseInt).orElse(ANY_PORT)));
    }

    /** What it met, once that is known. */
    Optional<String> met() {
        if (!outcome.isDone() || outcome.isCompletedExceptionally()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (outcome.join()) {
                    case SILENT -> "a connection of our own from the target to " + to + " met silence";
                    case REFUSED -> "a connection of our own from the target to " + to + " was refused";
                    case CONNECTED -> "a connection of our own from the target to " + to + " came through";
                });
    }
}
