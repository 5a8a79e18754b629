package dev.reliability.internal.linux;

import dev.reliability.internal.linux.NetworkSpec.Kind;
import dev.reliability.internal.time.Threads;
import dev.reliability.spi.AddressRange;
import dev.reliability.spi.PortRange;
import dev.reliability.spi.Protocol;
import dev.reliability.spi.Selection;
import dev.reliability.spi.Shell;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

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
        Selection selection = spec.selection();
        boolean tcp = selection.protocol() == Protocol.ALL || selection.protocol() == Protocol.TCP;
        Optional<Integer> port = (selection.ports().isEmpty()
                        ? Stream.of(ANY_PORT)
                        : selection.ports().stream().map(PortRange::first))
                .filter(selection::selects)
                .findFirst();
        if (spec.kind() != Kind.BLACKHOLE || !tcp || port.isEmpty()) {
            return Optional.empty();
        }
        return hits.packets().keySet().stream()
                .filter(address -> AddressRange.looksLike(address)
                        && AddressRange.parse(address).single())
                .findFirst()
                .map(address -> new OwnAttempt(shell, address, port.get()));
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
